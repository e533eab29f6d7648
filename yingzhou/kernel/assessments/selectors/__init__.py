"""Reading assessments. ``current`` is what others above ask."""

from .current import current, expiring, valid

__all__ = ["current", "expiring", "valid"]
