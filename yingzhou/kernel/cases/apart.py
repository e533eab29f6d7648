"""Matters about those who would handle them: whoever a complaint is about neither takes it in, nor
sees it, nor answers it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import speaks_of
from yingzhou.kernel.catalogue.items import Apply, items
from yingzhou.kernel.divisions.tree import tree_on

ABOUT_YOU = "这件事说的可能就是您本人, 按规定须回避; 由别的同事办"


def is_apart(apply: Apply, answers: Mapping[str, Any], day: date) -> bool:
    """Whether the district takes it in itself: by the kind of matter, or by whom it speaks of."""
    said = apply.apart
    if said is None:
        return False
    values = answers.get("values", {})
    if any(values.get(key) in wanted for key, wanted in said.when.items()):
        return True
    if str(values.get(said.about) or "").strip():
        return True
    who = str(values.get(said.who) or "")
    return any(word in who for word in said.words) or speaks_of(who, day)


def stands_apart(case: Case) -> bool:
    """Whether the district took it in for that reason; those below do not learn that it exists."""
    item = items().get(case.item)
    if item is None or item.apply is None or item.apply.apart is None:
        return False
    root = tree_on(clock.today()).root.id
    return case.place_id == root and case.home_id == root


def is_about(user: User, case: Case) -> bool:
    """Whether it names this officer. Nothing is read of matters that are about nobody's work."""
    item = items().get(case.item)
    said = item.apply.apart if item is not None and item.apply is not None else None
    if said is None or len(user.name) < 2:
        return False
    return user.name in str(case.answers.get("values", {}).get(said.who) or "")
