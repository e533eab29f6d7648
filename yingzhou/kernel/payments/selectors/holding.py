"""Nobody gets less before they were heard (B11).

Where the registers would lower what a family gets by award, it gets what it got before until a
decision says otherwise (:class:`Heard`). Not held: what the law itself lowers for all, and what
follows from a household that has become smaller, for then nothing is in dispute.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import numpy as np
from django.db.models import QuerySet

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.payments.benefits import Benefit
from yingzhou.kernel.payments.models import Award, Heard
from yingzhou.kernel.payments.selectors.due import Due
from yingzhou.kernel.payments.selectors.paid import Paid, last_of, paid_in
from yingzhou.kernel.payments.selectors.running import Running

NOBODY = np.empty(0, "int64")


def paid_before(due: Due) -> Paid:
    """What went out before, month by month; where nothing did (the first run of an installation
    whose earlier years are sealed), what those got last who are being heard about it."""
    before = paid_in(due.benefit.code, due.benefit.earlier(due.month))
    if len(before.holder) or due.running is None or not due.benefit.hearing:
        return before
    return _of_heard(due.benefit, due.month, due.running)


def _of_heard(benefit: Benefit, month: date, running: Running) -> Paid:
    hearings = [one.code for one in items(month).values() if _hears(one, benefit)]
    rows = Case.objects.filter(item__in=hearings, is_open=True).exclude(applicant=None)
    awards = Award.objects.on(month).filter(
        benefit=benefit.code, payee__in=rows.values("applicant")
    )
    was = last_of(benefit.code, [one.holder for one in awards])
    amount = np.array([was.get(one, 0) for one in running.holder.tolist()], "int64")
    there = np.flatnonzero(amount > 0)
    there = there[np.argsort(running.holder[there], kind="stable")]
    return Paid(
        running.holder[there], running.payee[there], running.division[there],
        running.persons[there], amount[there],
    )  # fmt: skip


def _hears(item: Item, benefit: Benefit) -> bool:
    """Whether a family is heard by a case of this item before it gets less of the benefit."""
    ends = item.apply.awards.ends if item.apply is not None else ()
    return item.code == benefit.hearing or benefit.code in ends


def hold(due: Due, before: Paid) -> tuple[Due, np.ndarray]:
    """``due`` with what must not fall yet, and the holders of those lines. ``before``: of the going
    out before, whose amounts are kept."""
    running = due.running
    if running is None or not due.benefit.hearing:
        return due, NOBODY
    was = np.maximum(before.of(running.holder), _given_back(due.benefit, due.month, running.holder))
    less = running.amount < was
    less &= ~((running.persons > 0) & (running.persons < before.persons_of(running.holder)))
    if less.any():
        less &= running.by_old_law() < was
    if not less.any():
        return due, NOBODY
    floor = np.minimum(was, _decided(due.benefit, due.month, running.holder[less], less, was))
    held = less & (floor > running.amount)
    return _with(due, running, before, held, floor), running.holder[held]


def _given_back(benefit: Benefit, month: date, holders: np.ndarray) -> np.ndarray:
    """What each got before a decision that has fallen since the going out before."""
    since = datetime.combine(benefit.earlier(month), time(), clock.ZONE)
    said = dict(
        _heard(benefit).filter(revoked_at__gte=since).values_list(_column(benefit), "before")
    )
    return np.array([said.get(one, 0) for one in holders.tolist()], "int64")


def _heard(benefit: Benefit) -> QuerySet[Heard]:
    return Heard.objects.filter(award__benefit=benefit.code).order_by("made_at")


def _column(benefit: Benefit) -> str:
    return "award__household" if benefit.is_of_household else "award__person"


def _decided(
    benefit: Benefit, month: date, holders: np.ndarray, where: np.ndarray, was: np.ndarray
) -> np.ndarray:
    """What was decided for each since the going out before; what they got, where nothing was."""
    found = was.copy()
    rows = _heard(benefit).filter(revoked_at=None, month__lte=month)
    rows = rows.filter(month__gt=benefit.earlier(month))
    said = dict(rows.values_list(_column(benefit), "amount"))
    places = np.flatnonzero(where)
    for place, holder in zip(places.tolist(), holders.tolist(), strict=True):
        found[place] = said.get(holder, found[place])
    return found


def _with(due: Due, running: Running, before: Paid, held: np.ndarray, floor: np.ndarray) -> Due:
    """Their lines in the place of what the rules give."""
    kept = ~np.isin(due.holder, running.holder[held])
    at = np.where(running.persons > 0, running.division, before.division_of(running.holder))
    persons = np.maximum(running.persons, before.persons_of(running.holder))
    new = {
        "holder": running.holder, "payee": running.payee, "division": at,
        "persons": persons, "amount": floor,
    }  # fmt: skip
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(due, name)[kept], column[held].astype("int64")])
        for name, column in new.items()
    }
    unknown = ~np.isin(due.unknown, running.holder[held])
    return replace(due, unknown=due.unknown[unknown], unknown_at=due.unknown_at[unknown], **columns)
