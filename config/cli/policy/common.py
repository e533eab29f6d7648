"""What the commands about rules share: months on the command line, the house's book, its names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import numpy as np

    from yingzhou.policy.book import Book, Key
    from yingzhou.policy.law import Moment
    from yingzhou.policy.population import Population

AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


class At(click.ParamType):
    """2025-07 or 2025-07-01; with ``month_only`` a day is refused."""

    def __init__(self, month_only: bool = False) -> None:
        self.name = "YYYY-MM" if month_only else "YYYY-MM[-DD]"
        self.month_only = month_only

    def convert(self, value: Any, param: Any, ctx: Any) -> Moment:
        from yingzhou.policy.law import Moment

        if isinstance(value, Moment):
            return value
        try:
            found = Moment.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if self.month_only and found.day:
            self.fail(f"“{value}”是一天, 这里要一个月份, 如 {value[:7]}", param, ctx)
        return found


MONTH = click.option("--month", type=At(month_only=True), help="The month. Default: this month.")


def house_book() -> Book:
    """The rules of this installation. Raises PolicyError where a file has faults."""
    import django

    django.setup()
    from yingzhou.kernel.catalogue.book import book

    return book()


def named(book: Book, names: Iterable[str]) -> list[Key]:
    """The rules of these names; a misspelt one is told with what was probably meant."""
    try:
        return [book.find(name) for name in names]
    except KeyError as error:
        raise click.ClickException(str(error.args[0])) from error


def everybody(moment: Moment) -> tuple[Population, dict[str, np.ndarray]]:
    """Everyone in the database on that day, and the division of each person and household."""
    from yingzhou.kernel.catalogue.book import book
    from yingzhou.kernel.catalogue.district import day_of, district_on
    from yingzhou.policy.population import Population
    from yingzhou.policy.tree import HOUSEHOLD, PERSON

    found = district_on(day_of(moment))
    if not found.person_id.size:
        raise ValueError(f"{found.day} 的数据库里没有人。请先运行 yingzhou demo, 或装入人口数据。")
    people = Population(book(), found.hh_start, dict(found.columns))
    return people, {entity: found.division_of(entity) for entity in (PERSON, HOUSEHOLD)}


def yuan(fen: int) -> str:
    from yingzhou.core.money import format_fen

    return format_fen(fen)
