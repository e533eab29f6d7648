"""Corrections in plain words: which month, what was paid, what it ought to have been, and which
fact changed when and who recorded it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.payments.books import name_of
from yingzhou.kernel.payments.models import Correction, Recovery, Run
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.names import mask_name

SIZE = 50
Outcome = Correction.Outcome


@dataclass(frozen=True)
class Explained:
    """As a page shows it; money in yuan. ``difference`` without its sign: ``outcome`` says it."""

    pk: int
    run: int
    month: date
    name: str
    who: str
    payee: int | None
    where: str
    paid: str
    due: str
    difference: str
    reduced: str
    outcome: str
    word: str
    because: list[str]
    recovery: Recovery | None


@dataclass(frozen=True)
class Summary:
    """Of one run: lines and money by what follows. ``looked``: whether it looked back at all."""

    looked: bool
    rows: list[tuple[str, str, int, str]]


def summary(run: Run) -> Summary:
    """One query."""
    words = dict(Outcome.choices)
    rows = run.corrections.order_by().values("outcome")
    sums = {row["outcome"]: row for row in rows.annotate(
        n=Count("pk"), all_due=Sum("due"), all_paid=Sum("paid")
    )}  # fmt: skip
    found = [
        (str(one), words[one], sums[one]["n"],
         format_fen(abs((sums[one]["all_due"] or 0) - sums[one]["all_paid"]))
         if one != Outcome.UNKNOWN else "")
        for one in Outcome if one in sums
    ]  # fmt: skip
    return Summary(run.corrected is not None, found)


def of_run(run: Run, outcome: str, cursor: str) -> Page:
    """A page of a run's corrections. Three queries."""
    rows = run.corrections.select_related("payee", "recovery")
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    page = keyset(rows, ["id"], cursor, SIZE)
    return Page(explain(page.rows), page.after, page.is_first)


def of_person(person: int, viewer: int | None = None) -> list[Explained]:
    """Of what was or is paid to somebody, in force, the latest first; three queries. ``viewer``:
    where it is read by a resident, what concerns others of the household stays with them."""
    rows = Correction.objects.filter(payee=person).exclude(run__approved_by="")
    rows = rows.exclude(outcome=Outcome.UNKNOWN) if viewer is not None else rows
    rows = rows.select_related("payee", "recovery").order_by("-run__month", "-month", "pk")
    return explain(rows[:SIZE], viewer)


def explain(rows: Iterable[Correction], viewer: int | None = None) -> list[Explained]:
    """Two queries for names."""
    some = list(rows)
    names, users = _named([one for row in some for one in row.because])
    return [_explained(row, names, users, viewer) for row in some]


def sentences(
    by_holder: Mapping[int, list[dict[str, Any]]],
    payees: Mapping[int, int | None],
    names: dict[int, str],
    users: dict[str, str],
) -> dict[int, list[str]]:
    """The same facts of lines that are no corrections; each sentence once."""
    return {
        holder: list(dict.fromkeys(because(one, payees.get(holder), names, users, None)
                                   for one in said))
        for holder, said in by_holder.items()
    }  # fmt: skip


def _named(said: list[dict[str, Any]]) -> tuple[dict[int, str], dict[str, str]]:
    wanted = {one["person"] for one in said if one.get("person") is not None}
    people = Person.objects.filter(pk__in=wanted)
    logins = {one.get("by") for one in said} - {None, ""}
    users = User.objects.filter(username__in=logins).values_list("username", "name")
    return dict(people.values_list("pk", "name")), dict(users)


def _explained(
    row: Correction, names: dict[int, str], users: dict[str, str], viewer: int | None
) -> Explained:
    return Explained(
        pk=row.pk,
        run=row.run_id,
        month=row.month,
        name=name_of(row.benefit),
        who=mask_name(row.payee.name) if row.payee else "",
        payee=row.payee_id,
        where=name_on(row.division_id, row.month),
        paid=format_fen(row.paid),
        due="" if row.due is None else format_fen(row.due),
        difference=format_fen(abs(row.difference)),
        reduced=format_fen(row.reduced) if row.reduced else "",
        outcome=row.outcome,
        word=row.get_outcome_display(),
        because=[because(one, row.payee_id, names, users, viewer) for one in row.because],
        recovery=row.recovery,
    )


def because(
    one: dict[str, Any],
    payee: int | None,
    names: dict[int, str],
    users: dict[str, str],
    viewer: int | None,
) -> str:
    """One reason as a sentence."""
    if one["kind"] == "needs":
        return f"算不出: 还缺{one['what']}"
    if one["kind"] in ("law", "unsaid"):
        return str(one["what"])
    by = users.get(one["by"]) or one["by"]
    who = f"{_day(one['at'])} {by}登记"
    if one["kind"] == "award":
        return f"{who}: {one['what']}"
    person = one.get("person")
    whose = "" if person in (None, payee) else f"{mask_name(names.get(person, ''))}的"
    if viewer is not None and person not in (None, viewer):
        return f"{who}: 从{_day(one['since'])}起, 家里人的{one['what']}变了"
    change = "、".join(part for part in (
        f"原来: {one['before']}" if one["before"] else "",
        f"现在: {one['after']}" if one["after"] else "",
    ) if part)  # fmt: skip
    what = f"{whose}{one['what']}变了"
    return f"{who}: 从{_day(one['since'])}起, {what}{f'({change})' if change else ''}"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
