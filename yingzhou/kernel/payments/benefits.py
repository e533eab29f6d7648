"""What is paid month by month: the items of the catalogue whose decision has an amount a month.

Nothing is registered here by hand. ``decision: {paid: registry}`` in ``service.yaml`` says that
whoever the registers show to be entitled is paid without an award (老年综合津贴, 残疾人两项补贴);
all others are paid by award. What is decided ``beside`` (the care money of 特困) is a line of its
own under the item in whose folder its rule stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.items import Item, item_of, items
from yingzhou.policy.book import Key
from yingzhou.policy.tree import HOUSEHOLD

MONTHLY, QUARTERLY, ONCE = "月", "季", "次"
ENDS_QUARTER = (3, 6, 9, 12)


@dataclass(frozen=True)
class Benefit:
    """``key``: the rule that gives the amount of a month, in fen, after all exclusions; ``every``:
    how often it goes out; ``decided_by``: the item whose decision grants it; ``hearing``: the item
    by which whoever gets it is heard before it gets less."""

    code: str
    name: str
    key: Key
    by_registry: bool
    every: str
    decided_by: str
    hearing: str = ""

    @property
    def is_of_household(self) -> bool:
        return self.key[0] == HOUSEHOLD

    def is_due(self, month: date) -> bool:
        """Whether it goes out in ``month`` (its first day): a quarter's goes out in its last."""
        return self.every == MONTHLY or month.month in ENDS_QUARTER

    def months(self, month: date) -> list[date]:
        """The months that go out in ``month``, by their first days."""
        first = month.month - 2 if self.every == QUARTERLY else month.month
        return [date(month.year, number, 1) for number in range(first, month.month + 1)]

    def earlier(self, month: date) -> date:
        """The month of the going out before ``month``."""
        back = len(self.months(month))
        return date(month.year - (month.month <= back), (month.month - back - 1) % 12 + 1, 1)


def benefits(day: date | None = None) -> dict[str, Benefit]:
    """By item code, in the order of the catalogue."""
    return {one.code: one for item in items(day).values() for one in _benefits(item)}


def granted_by(code: str, day: date | None = None) -> list[Benefit]:
    """What a decision of this item grants month by month, itself first."""
    return [one for one in benefits(day).values() if one.decided_by == code]


def once(code: str, day: date | None = None) -> Key | None:
    """The rule of an item whose decision is paid once; None of every other."""
    item = items(day).get(code)
    said = item.apply.decision if item and item.apply else {}
    return book().find(said["amount"]) if said.get("per") == ONCE and "amount" in said else None


def _benefits(item: Item) -> Iterator[Benefit]:
    said = item.apply.decision if item.apply else {}
    if said.get("per") != MONTHLY or "amount" not in said:
        return
    if item.apply and item.apply.awards.sets:  # what it decides is paid by the award that it sets
        return
    made = Benefit(
        code=item.code,
        name=_called(said["amount"]) if "beside" in said else item.name,
        key=book().find(said["amount"]),
        by_registry=said.get("paid") == "registry",
        every=said.get("goes_out", MONTHLY),
        decided_by=item.code,
        hearing=said.get("hearing", ""),
    )
    yield made
    if "beside" in said:
        entity, amount = book().find(said["beside"])
        name = _called(amount)
        home = item_of((entity, name))
        if home is not None:
            yield replace(made, code=home.code, name=name, key=(entity, amount), hearing="")


def _called(amount: str) -> str:
    """Where one decision gives two kinds of money, each is called by its own rule."""
    return amount.rpartition(".")[2].removeprefix("应发")


def next_month(day: date) -> date:
    """The first day of the month after that of ``day``."""
    return date(day.year + (day.month == 12), day.month % 12 + 1, 1)
