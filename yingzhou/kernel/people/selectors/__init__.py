"""Reading the register of persons."""

from .preview import death_follows, reversal_follows
from .record import age_on, record_of
from .scope import in_scope, within
from .search import Found, search

__all__ = [
    "Found",
    "age_on",
    "death_follows",
    "in_scope",
    "record_of",
    "reversal_follows",
    "search",
    "within",
]
