"""What may be done to the register of persons. Keyword-only; ``actor`` and ``at`` are passed in."""

from .care import set_care_level, set_illness, set_schooling
from .checks import require_correctable
from .custody import come_back, take_away
from .deaths import (
    Post,
    origin_of,
    report_death,
    require_death_day,
    said_before,
    settle_report,
    withdraw_report,
)
from .disability import change_disability
from .economy import set_assets, set_income
from .life_events import close_if_empty, record_life_event, reverse_life_event
from .moves import move
from .registration import link_kin, register_person, register_visitor
from .reveal import note_refusal, note_search, note_view, reveal_number
from .rolls import enrol, leave

__all__ = [
    "Post",
    "change_disability",
    "close_if_empty",
    "come_back",
    "enrol",
    "leave",
    "link_kin",
    "move",
    "note_refusal",
    "note_search",
    "note_view",
    "origin_of",
    "record_life_event",
    "register_person",
    "register_visitor",
    "report_death",
    "require_correctable",
    "require_death_day",
    "reveal_number",
    "reverse_life_event",
    "said_before",
    "set_assets",
    "set_care_level",
    "set_illness",
    "set_income",
    "set_schooling",
    "settle_report",
    "take_away",
    "withdraw_report",
]
