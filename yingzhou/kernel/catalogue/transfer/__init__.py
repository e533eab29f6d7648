"""Items from one installation to another: a zip of their files with a manifest of digests."""

from .package import FORMAT, MANIFEST, export
from .taking import Arrival, check, take

__all__ = ["FORMAT", "MANIFEST", "Arrival", "check", "export", "take"]
