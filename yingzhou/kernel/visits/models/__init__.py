"""Visits, what was found at them, who does not want any, and who is visited again and again."""

from .records import Photo, Record
from .refusals import Refusal
from .rounds import Round
from .visits import Visit

__all__ = ["Photo", "Record", "Refusal", "Round", "Visit"]
