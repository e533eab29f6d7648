"""What was established with decisions and stands in no register, as columns for the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.district import District
from yingzhou.kernel.payments.benefits import Benefit
from yingzhou.kernel.payments.models import AwardFact
from yingzhou.policy.book import Key
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.tree import HOUSEHOLD, PERSON


def completed(district: District, benefits: Iterable[Benefit], month: date) -> District:
    """``district`` with the facts of the awards that hold in ``month``; what a register holds stays
    the register's. One query, and none where nothing is paid by award."""
    codes = [one.code for one in benefits if not one.by_registry]
    found = _columns(district, codes, month) if codes else {}
    return replace(district, columns={**district.columns, **found}) if found else district


def _columns(district: District, codes: list[str], month: date) -> dict[Key, np.ndarray]:
    rows = AwardFact.objects.filter(
        award__benefit__in=codes, award__valid_from__lte=month, award__valid_to__gt=month,
        since__lte=month, replaced_at=None,
    )  # fmt: skip
    found = rows.order_by("since", "pk").values_list(
        "entity", "name", "person", "award__household", "value"
    )
    made: dict[Key, np.ndarray] = {}
    words, lines = labels_of(book()), _Lines(district)
    for entity, name, person, household, value in found:
        key = (entity, name)
        line = lines.of(entity).get(person if entity == PERSON else household)
        if key not in book().inputs or key in district.columns or line is None:
            continue
        if key not in made:
            dtype = column_dtype(book().inputs[key].kind)
            made[key] = np.full(lines.count(entity), lowest(dtype), dtype)
        made[key][line] = words[value] if isinstance(value, str) else int(value)
    return made


class _Lines:
    """Where each person and household stands; worked out where somebody asks."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._made: dict[str, dict[int, int]] = {}

    def of(self, entity: str) -> dict[int, int]:
        if entity not in self._made:
            ids = self._ids(entity).tolist()
            self._made[entity] = {one: line for line, one in enumerate(ids) if one}
        return self._made[entity]

    def count(self, entity: str) -> int:
        """With those who are in no household, whose line has no id of its own."""
        return len(self._ids(entity))

    def _ids(self, entity: str) -> np.ndarray:
        district = self._district
        return district.household_id if entity == HOUSEHOLD else district.person_id
