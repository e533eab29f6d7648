"""Reading the register of persons."""

from .kin import kin_of
from .preview import death_follows, reversal_follows
from .record import ACTS, age_on, looks_at, record_of
from .scope import find, within
from .search import Found, search

__all__ = [
    "ACTS",
    "Found",
    "age_on",
    "death_follows",
    "find",
    "kin_of",
    "looks_at",
    "record_of",
    "reversal_follows",
    "search",
    "within",
]
