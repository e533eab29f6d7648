"""What discovery refuses, in words for whoever tried."""

from __future__ import annotations


class DiscoveryFault(Exception):
    """Nothing was changed."""
