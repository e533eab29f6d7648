"""The three islands behind the residents' search box."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

from yingzhou.kernel import divisions
from yingzhou.ui import maps

OUTLINES = Path(divisions.__file__).parent / "data" / "islands.yaml"


@cache
def islands() -> SafeString:
    """A decorative silhouette in the text's colour; hidden from screen readers."""
    return maps.silhouette(maps.read_outlines(OUTLINES))
