"""Visits, what was found at them, and who does not want any."""

from .records import Photo, Record
from .refusals import Refusal
from .visits import Visit

__all__ = ["Photo", "Record", "Refusal", "Visit"]
