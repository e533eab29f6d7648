"""Kernels above hear of objections inside the transaction: a case stops its clock with it.

    @on_objection
    def stop_the_clock(notice, objection, actor, at): ...

Called after an objection was written (``FILED``) and after it was answered (``UPHELD``, ``PARTLY``,
``DISMISSED``), before the notice itself changes: so whoever locks the matter always does so before
the notice, and no two processes wait for each other. What it raises undoes everything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yingzhou.core.audit import Actor
from yingzhou.kernel.disclosure.models import Objection, PublicNotice

Hook = Callable[[PublicNotice, Objection, Actor, datetime], object]
objection_hooks: list[Hook] = []


def on_objection(hook: Hook) -> Hook:
    """Decorator: call the function with every objection that is filed or answered."""
    if hook not in objection_hooks:
        objection_hooks.append(hook)
    return hook
