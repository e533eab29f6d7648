"""Pages under /desk/divisions/."""

from .browse import excel, index, unit
from .changes import found, merge, move, rename, split

__all__ = ["excel", "found", "index", "merge", "move", "rename", "split", "unit"]
