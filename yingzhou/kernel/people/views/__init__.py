"""Pages under /desk/people/."""

from .changes import custody, disability, move, reverse
from .deaths import death, deaths, report, settle, withdraw
from .events import event, event_parts
from .facts import assets, care, facts, illness, income, schooling
from .record import looks, person, reveal
from .search import search

__all__ = [
    "assets",
    "care",
    "custody",
    "death",
    "deaths",
    "disability",
    "event",
    "event_parts",
    "facts",
    "illness",
    "income",
    "looks",
    "move",
    "person",
    "report",
    "reveal",
    "reverse",
    "schooling",
    "search",
    "settle",
    "withdraw",
]
