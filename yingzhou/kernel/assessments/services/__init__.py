"""Changing assessments. ``ask_for_assessment`` is the one door for whoever needs one."""

from .asking import ask_for_assessment, call_off

__all__ = ["ask_for_assessment", "call_off"]
