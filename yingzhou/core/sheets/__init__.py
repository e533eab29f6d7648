"""Taking records from spreadsheets: template, report, decision, and only then the records.

Nothing is taken until the uploader confirms. A part of the house registers a :class:`Sheet` in
``SHEETS`` (its ``sheets.py``); the pages are one set for all of them.
"""

from .definition import SHEETS, Candidate, Column, Context, Fact, Problem, Row, Sheet, Unreadable

__all__ = [
    "SHEETS",
    "Candidate",
    "Column",
    "Context",
    "Fact",
    "Problem",
    "Row",
    "Sheet",
    "Unreadable",
]
