"""Whether somebody has already what they apply for, on a roll or paid straight from the registers:
told before the first question, and once at the counter. Nobody is stopped: what stands in the
registers may be wrong."""

from __future__ import annotations

from datetime import date, timedelta

from yingzhou.kernel.cases import hints
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.payments.selectors import history
from yingzhou.kernel.people.models import Person

STILL = timedelta(days=400)
"""Who was last paid so long ago is not said to be paid still."""


def already(item: Item, person: Person | None, day: date) -> str:
    """Empty where nothing is known of it."""
    told = hints.already(item, person, day)
    if told or person is None or item.apply is None:
        return told
    if item.apply.decision.get("paid") != "registry":
        return ""
    last = history.last_paid(item.code, person.pk)
    if last is None or last < day - STILL:
        return ""
    return (
        f"登记里您一直在领{item.name}, 最近一次发的是 {last.year}年{last.month}月。"
        "没有停发的不用重新申请; 没有收到钱的, 请到就近的受理窗口查"
    )
