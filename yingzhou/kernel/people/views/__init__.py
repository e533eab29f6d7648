"""Pages under /desk/people/."""

from .changes import custody, death, disability, move, reverse
from .events import event, event_parts
from .record import looks, person, reveal
from .search import search

__all__ = [
    "custody",
    "death",
    "disability",
    "event",
    "event_parts",
    "looks",
    "move",
    "person",
    "reveal",
    "reverse",
    "search",
]
