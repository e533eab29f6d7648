"""Pages under /desk/people/."""

from .changes import custody, death, disability, move, reverse
from .events import event, event_parts
from .facts import assets, care, facts, illness, income, schooling
from .record import looks, person, reveal
from .search import search

__all__ = [
    "assets",
    "care",
    "custody",
    "death",
    "disability",
    "event",
    "event_parts",
    "facts",
    "illness",
    "income",
    "looks",
    "move",
    "person",
    "reveal",
    "reverse",
    "schooling",
    "search",
]
