"""Pages under /desk/people/."""

from .changes import death, move, reverse
from .record import looks, person, reveal
from .search import search

__all__ = ["death", "looks", "move", "person", "reveal", "reverse", "search"]
