"""Assessments that have to be made, and what was found."""

from .assessments import Assessment
from .tasks import Task

__all__ = ["Assessment", "Task"]
