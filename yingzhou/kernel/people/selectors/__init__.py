"""Reading the register of persons."""

from .kin import kin_of
from .places import divisions_of
from .preview import custody_follows, death_follows, disability_follows, reversal_follows
from .record import ACTS, age_on, looks_at, record_of
from .scope import find, within
from .search import Found, search

__all__ = [
    "ACTS",
    "Found",
    "age_on",
    "custody_follows",
    "death_follows",
    "disability_follows",
    "divisions_of",
    "find",
    "kin_of",
    "looks_at",
    "record_of",
    "reversal_follows",
    "search",
    "within",
]
