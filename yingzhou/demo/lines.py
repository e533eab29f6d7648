"""The eight authorities that the district is connected with, as the plan tells of 2020."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.exchange.models import Line
from yingzhou.kernel.exchange.providers import providers

FIRST = 2016
"""Since when each is connected is invented: one after the other, all before the end of 2020."""


def connect(today: date) -> None:
    district = tree_on(today).root.id
    Line.objects.bulk_create(
        Line(
            provider=code,
            division_id=district,
            valid_from=date(FIRST + number // 2, 3 if number % 2 == 0 else 9, 1),
        )
        for number, code in enumerate(providers())
    )
