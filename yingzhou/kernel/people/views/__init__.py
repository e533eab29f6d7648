"""Pages under /desk/people/."""

from .changes import death, move, reverse
from .record import person, reveal
from .search import search

__all__ = ["death", "move", "person", "reveal", "reverse", "search"]
