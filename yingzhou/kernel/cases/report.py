"""核对报告: authority by authority, what was answered and until when it holds, who keeps the matter
waiting, and each difference with what it does to the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import checking, verified
from yingzhou.kernel.cases.effects import Effect, Reckoner
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.verified import VERIFIED, Place
from yingzhou.kernel.catalogue.items import Apply, Checks, Item
from yingzhou.kernel.exchange import selectors
from yingzhou.kernel.exchange.models import Request
from yingzhou.kernel.exchange.providers import Provider, providers
from yingzhou.kernel.exchange.retrying import TRIPS

ANSWERED, WAITING, DOWN, REFUSED, EXPIRED, NOBODY = (
    "answered", "waiting", "down", "refused", "expired", "nobody",
)  # fmt: skip
NONE = "无"
MOST = 12
"""So many differences are reckoned each by itself."""


@dataclass(frozen=True)
class Row:
    """One authority. ``state``: the worst of its requests; ``receipts``: who, and the authority's
    number of the answer."""

    provider: Provider
    state: str
    answered: int
    asked: int
    words: str
    receipts: list[tuple[str, str]]
    since: datetime | None = None


@dataclass(frozen=True)
class Difference:
    place: Place
    is_settled: bool
    effect: Effect | None


@dataclass(frozen=True)
class Report:
    """``together``: what all that was found does, where more than one value differs; ``also``: what
    no question asks for (who, what, how much); ``stage``: where it begins."""

    rows: list[Row]
    differences: list[Difference]
    together: Effect | None
    not_asked: list[tuple[str, str]]
    checks: Checks
    stage: str
    persons: set[int]
    also: list[tuple[str, str, str]]

    @property
    def done(self) -> int:
        return sum(row.state == ANSWERED for row in self.rows)

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if row.state in (WAITING, DOWN)]


def report(case: Case, item: Item, at: datetime) -> Report | None:
    """None where the item is not checked outside. Seven queries."""
    if item.apply is None or item.apply.checks is None:
        return None
    checks = item.apply.checks
    requests = selectors.latest(case.number)
    names = {one.get("person"): one["name"] for one in case.answers.get("members", ())}
    if case.applicant is not None:
        names.setdefault(case.applicant_id, case.applicant.name)
    rows = [
        _row(providers()[code], [one for one in requests if one.provider == code],
             names, at)
        for code in checks.providers
    ]  # fmt: skip
    reckoner = Reckoner(case, item, clock.day_of(at))
    outside = checking.found_on(case, item.apply, at, requests)
    found = {**reckoner.registers(), "outside": outside} if outside else {}
    differing = [
        one for one in (verified.places(item.apply, case.answers, found) if found else ())
        if one.found is not None and one.differs
        and one.found != (one.known if one.declared is None else one.declared)
    ]  # fmt: skip
    told, together = _effects(case, reckoner, differing)
    return Report(
        rows=rows,
        differences=told,
        together=together,
        not_asked=checking.not_asked(case, item.apply),
        checks=checks,
        stage=item.apply.process.stages[checks.at].name,
        also=_also(item.apply, selectors.told(requests, at), names),
        persons={one.person_id for one in requests if one.answer_id is not None},
    )


def _also(
    apply: Apply, told: Mapping[int, Mapping[str, Any]], names: Mapping[int | None, str]
) -> list[tuple[str, str, str]]:
    """What was told beside the questions, as far as it is something."""
    asked = {field.known for field in apply.form if field.fact}
    found = []
    for person, facts in told.items():
        for provider in providers().values():
            for tells in provider.tells:
                value = facts.get(tells.field)
                if tells.field in asked or value in (None, False, 0, NONE):
                    continue
                amount = format_fen(value) if tells.kind == "money" else f"{value}"
                text = "是" if value is True else f"{amount} {tells.unit}".strip()
                found.append((names.get(person, ""), tells.label, text))
    return found


def _effects(
    case: Case, reckoner: Reckoner, places: list[Place]
) -> tuple[list[Difference], Effect | None]:
    done = case.answers.get(VERIFIED, {})
    found = [
        Difference(
            one,
            one.is_settled_by(done.get(one.key)),
            reckoner.of([one]) if number < MOST else None,
        )
        for number, one in enumerate(places)
    ]
    return found, reckoner.of(places) if len(places) > 1 else None


def _row(
    provider: Provider,
    requests: list[Request],
    names: Mapping[int | None, str],
    at: datetime,
) -> Row:
    asked = [one for one in requests if one.state != Request.State.STOPPED]
    answers = [one.answer for one in asked if one.answer is not None]
    receipts = [(names.get(one.person_id, ""), one.receipt) for one in answers]
    waiting = [one for one in asked if one.state == Request.State.WAITING]
    refused = [one for one in asked if one.state == Request.State.REFUSED]
    since = None
    if not asked:
        state, words = NOBODY, "没有可以问的人" if requests else "还没有问"
    elif waiting:
        since = min(one.sent_at or one.next_try for one in waiting)
        state, words = _waits(waiting)
    elif refused:
        state, words = REFUSED, f"{refused[0].last_error}, 请用别的办法核实(存折、工资单、入户)"
    else:
        until = min(one.valid_until for one in answers)
        last = max(one.received_at for one in answers)
        held = until > at
        state = ANSWERED if held else EXPIRED
        words = f"{_moment(last)} 答复, {'有效到' if held else '已过期, 原来有效到'} {_day(until)}"
    return Row(provider, state, len(answers), len(asked), words, receipts, since)


def _waits(waiting: list[Request]) -> tuple[str, str]:
    tries = max(one.attempts for one in waiting)
    if not tries:
        return WAITING, "正要发出"
    error = next((one.last_error for one in waiting if one.last_error), "还没有答复")
    next_try = min(one.next_try for one in waiting)
    failures, next_probe = vars(waiting[0])["failures"], vars(waiting[0])["next_probe"]
    is_down = (failures or 0) >= TRIPS
    if is_down and next_probe is not None:
        next_try = max(next_try, next_probe)
    words = f"问过 {tries} 次, 最近一次: {error}; {_moment(next_try)} 自动再问"
    return (DOWN if is_down else WAITING), words


def _moment(at: datetime) -> str:
    local = at.astimezone(clock.ZONE)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _day(at: datetime) -> str:
    local = at.astimezone(clock.ZONE)
    return f"{local.month}月{local.day}日"
