"""Relations: which records count, when, and where. An indicator is the quotient of two of them.

A relation is all the Python a new indicator needs. Dates, levels, trends, drill-down, export, diff
and lineage come from :mod:`yingzhou.insight.engine`. Plans name relations in YAML, so a new plan
that uses known relations needs no Python at all.
"""

from . import (
    burials,
    care,
    checks,
    children,
    organisations,
    payments,
    population,
    relief,
    series,
    units,
    workforce,
)
from .base import RELATIONS, Column, Covered, Flow, Relation, Series, Stock, Units

__all__ = [
    "RELATIONS",
    "Column",
    "Covered",
    "Flow",
    "Relation",
    "Series",
    "Stock",
    "Units",
    "burials",
    "care",
    "checks",
    "children",
    "organisations",
    "payments",
    "population",
    "relief",
    "series",
    "units",
    "workforce",
]
