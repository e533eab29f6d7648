"""Reading divisions."""

from .pages import as_rows, kind_counts, towns_with_counts, unit_page
from .search import KINDS, path_text, search
from .words import differences, lifetime, timeline

__all__ = [
    "KINDS",
    "as_rows",
    "differences",
    "kind_counts",
    "lifetime",
    "path_text",
    "search",
    "timeline",
    "towns_with_counts",
    "unit_page",
]
