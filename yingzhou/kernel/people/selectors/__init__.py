"""Reading the register of persons."""

from .deaths import (
    person_called,
    reports_behind,
    settling_choices,
    settling_follows,
    settling_told,
)
from .facts import correction_follows, end_of, home_of, recorded
from .kin import is_own, kin_of
from .places import divisions_of
from .preview import (
    AFTER_A_DEATH,
    ENDING,
    custody_follows,
    death_follows,
    disability_follows,
    reversal_follows,
)
from .record import ACTS, age_on, looks_at, record_of
from .scope import find, within
from .search import Found, search

__all__ = [
    "ACTS",
    "AFTER_A_DEATH",
    "ENDING",
    "Found",
    "age_on",
    "correction_follows",
    "custody_follows",
    "death_follows",
    "disability_follows",
    "divisions_of",
    "end_of",
    "find",
    "home_of",
    "is_own",
    "kin_of",
    "looks_at",
    "person_called",
    "record_of",
    "recorded",
    "reports_behind",
    "reversal_follows",
    "search",
    "settling_choices",
    "settling_follows",
    "settling_told",
    "within",
]
