"""From the text of ``rules.py`` to typed trees. The text is parsed, never executed."""

from .module import Drafted, draft
from .statements import Reader

__all__ = ["Drafted", "Reader", "draft"]
