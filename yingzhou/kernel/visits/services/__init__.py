"""Changing visits. ``ask_for_visit`` is the one door for whoever needs one."""

from .asking import ask_for_visit

__all__ = ["ask_for_visit"]
