"""Who reads the name of somebody who did not say that it may be told: those who have the matter in
hand now, and nobody else who sees it."""

from __future__ import annotations

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Item

from .rights import stood_in_for, ways
from .sight import DESK_OF


def has_in_hand(user: User, case: Case, item: Item) -> bool:
    """Who works on it, or sits at the desk that takes its next step. Who could step in for that
    desk has no need of the name before they do: then it is they who work on it."""
    if case.handler_id == user.pk:
        return True
    roles = {row.role for one in stood_in_for(user) for row in one.assignments_now()}
    if case.by not in {DESK_OF.get(role) for role in roles}:
        return False
    return any(
        right and not right.instead for way, right in ways(user, case, item) if way.by == case.by
    )
