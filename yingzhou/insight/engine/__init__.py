"""The one engine behind every figure: any relation, any date, every division (plan F1).

``counting`` asks the database what holds where; ``rollup`` adds it up the tree of each day;
``compute`` is the entry that the rest of the house uses.
"""

from .compute import Cell, Result, compute, measure_code

__all__ = ["Cell", "Result", "compute", "measure_code"]
