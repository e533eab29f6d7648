"""Changing visits. ``ask_for_visit`` is the one door for whoever needs one, ``ask_for_many`` for
whoever needs hundreds at once."""

from .asking import Law, ask_for_many, ask_for_visit

__all__ = ["Law", "ask_for_many", "ask_for_visit"]
