"""Pages under /desk/places/."""

from .lists import excel, rows
from .overview import overview
from .records import facility, organisation

__all__ = ["excel", "facility", "organisation", "overview", "rows"]
