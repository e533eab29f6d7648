"""What may be done to the register of persons. Keyword-only; ``actor`` and ``at`` are passed in."""

from .care import set_care_level, set_illness, set_schooling
from .checks import require_correctable
from .custody import come_back, take_away
from .disability import change_disability
from .economy import set_assets, set_income
from .life_events import close_if_empty, record_life_event, reverse_life_event
from .moves import move
from .registration import link_kin, register_person, register_visitor
from .reveal import note_refusal, note_search, note_view, reveal_number
from .rolls import enrol, leave

__all__ = [
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
    "record_life_event",
    "register_person",
    "register_visitor",
    "require_correctable",
    "reveal_number",
    "reverse_life_event",
    "set_assets",
    "set_care_level",
    "set_illness",
    "set_income",
    "set_schooling",
    "take_away",
]
