"""What a department sees of a case it was asked about: the question, the period, and of the answers
those that the item lets it read. Who reported something in confidence it does not learn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yingzhou.core.periods import Unit, left
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import speaks_for
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, Consultation
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.cases.whom import whose
from yingzhou.kernel.cases.whose import full_name, is_secret
from yingzhou.kernel.catalogue.items import Apply, Department, Item
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people import identity


@dataclass(frozen=True)
class Shown:
    """``facts``: question and answer. ``is_report``: what was found is asked for, not yes or no.
    ``is_over``: the case ended before an answer came; nothing is read about anybody any more."""

    row: Consultation
    item: str
    who: str
    number: str
    home: str
    facts: list[tuple[str, str]]
    is_over: bool
    is_report: bool
    is_secret: bool
    days_left: int | None
    is_late: bool


def is_theirs(user: User, row: Consultation) -> bool:
    return speaks_for(user, row.permission, row.unit, row.desk_id)


def asked_of(row: Consultation, item: Item) -> Department | None:
    """What the item says of this department's part; None where it no longer names it."""
    named = item.apply.departments if item.apply else ()
    same = [one for one in named if one.unit == row.unit]
    return next((one for one in same if one.question == row.question), next(iter(same), None))


def shown(row: Consultation, today: date) -> Shown:
    case, item = row.case, item_of_version(row.case.version)
    asked, secret = asked_of(row, item), is_secret(case)
    is_wanted = row.answered_at is None and case.is_open
    due = row.due_on if is_wanted else None
    is_over = row.answered_at is None and not case.is_open
    facts = _facts(item.apply, case, asked.shows) if item.apply and asked and not is_over else ()
    return Shown(
        row=row,
        item=item.name,
        who=full_name(case),
        number="" if secret else _number(case),
        home=name_of(case.home_id, today),
        facts=list(facts),
        is_over=is_over,
        is_report=asked is not None and asked.report,
        is_secret=secret,
        days_left=left(today, due, Unit.WORKDAYS) if due else None,
        is_late=due is not None and due < today,
    )


def _facts(apply: Apply, case: Case, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Of the form; of members each by name; what was not asked of them is left out."""
    values, members = case.answers.get("values", {}), case.answers.get("members", ())
    who = whose(case.answers)
    applying = {one.key for one in forms.asked(apply.form, values, who=who)}
    by_key = {one.key: one for one in apply.form if one.key in names}
    for key in names:
        field = by_key.get(key)
        if field is None:
            continue
        if field.kind == "members":
            yield field.label, "、".join(one["name"] for one in members) or "没有填"
        elif field.each:
            for one in members:
                if (value := one.get("values", {}).get(key)) is not None:
                    yield f"{one['name']}: {field.label}", forms.shown(field, value)
        elif key in applying:
            yield field.label, forms.shown(field, values.get(key))
    yield from _found(apply, case, names)


def _found(apply: Apply, case: Case, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What was found out at a step, as it was last told."""
    process = apply.process
    asks = {one.key: one for way in process.transitions.values() for one in way.asks}
    wanted = [asks[name] for name in names if name in asks]
    if not wanted:
        return
    told: dict[str, object] = {}
    for data in case.steps.exclude(data=None).order_by("seq").values_list("data", flat=True):
        told |= data or {}
    for field in wanted:
        if told.get(field.key) is not None:
            yield field.label, forms.shown(field, told[field.key])


def _number(case: Case) -> str:
    if case.applicant is not None:
        return identity.mask(str(case.applicant.id_number))
    return case.organisation.uscc if case.organisation is not None else ""
