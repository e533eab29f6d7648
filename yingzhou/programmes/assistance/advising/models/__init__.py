"""Plans of help, their measures, who agreed to be looked up, and what a review found."""

from .measures import Measure
from .plans import Consent, Plan, Review

__all__ = ["Consent", "Measure", "Plan", "Review"]
