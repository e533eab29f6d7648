"""One household out of the columns of many, as the scalar engine wants it: what a run computed for
all can be computed once more for one, and explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.district import District
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.kinds import LABEL
from yingzhou.policy.scalar.instances import Case, Instance, Value, build
from yingzhou.policy.tree import HOUSEHOLD, PERSON


class Nobody(Case):
    """A month in which the household was not there, or was not entitled to be asked about."""

    def __init__(self) -> None:
        super().__init__(Instance(HOUSEHOLD, "", {}), [])

    def instances(self, entity: str) -> Iterator[Instance]:
        del entity
        return iter(())


class Households:
    """Of a district: by household and by person, in the engine's own numbers."""

    def __init__(self, district: District) -> None:
        self.district = district
        self._words = {code: word for word, code in labels_of(book()).items()}
        homes = enumerate(district.household_id.tolist())
        self._of_home = {home: line for line, home in homes if home}
        self._of_person = dict(
            zip(district.person_id.tolist(), district.person_household.tolist(), strict=True)
        )

    def line(self, entity: str, holder: int) -> int | None:
        found = self._of_home if entity == HOUSEHOLD else self._of_person
        return found.get(holder)

    def members(self, line: int) -> list[int]:
        first, last = self.district.hh_start[line : line + 2].tolist()
        return list(map(int, self.district.person_id[first:last].tolist()))

    def case(self, line: int) -> Case:
        """Members are labelled by their ids."""
        first, last = self.district.hh_start[line : line + 2].tolist()
        members: list[tuple[str, Mapping[str, Value], list[Mapping[str, Value]], str]] = [
            (str(int(self.district.person_id[at])), self._facts(PERSON, at), [], "")
            for at in range(first, last)
        ]
        return build(self._facts(HOUSEHOLD, line), members)

    def _facts(self, entity: str, at: int) -> dict[str, Value]:
        made: dict[str, Value] = {}
        for (of, name), column in self.district.columns.items():
            kind = book().inputs[of, name].kind
            value = int(column[at]) if of == entity else None
            if value is None or value == lowest(column_dtype(kind)):
                continue
            made[name] = self._words[value] if kind == LABEL else value
        return made
