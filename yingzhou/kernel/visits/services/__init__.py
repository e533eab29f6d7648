"""Changing visits. ``ask_for_visit`` is the one door for whoever needs one."""

from .asking import Law, ask_for_visit

__all__ = ["Law", "ask_for_visit"]
