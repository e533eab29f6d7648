"""What is wrong with a request about a plan of help, in words; nothing was changed then."""

from __future__ import annotations


class AdvisingFault(ValueError):
    """What is wrong."""


class NotYours(AdvisingFault):
    """Not for this person to do."""
