"""Changing plans of help."""
