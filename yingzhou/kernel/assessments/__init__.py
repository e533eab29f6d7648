"""Scored instruments loaded from files, and what was found with them (docs/design/relief.md)."""
