"""Authorities outside are asked about a household by itself, once it has agreed and its matter is
where that is looked into; and each time somebody was told or told us of a person, they can read it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import checking, known
from yingzhou.kernel.cases import consent as consents
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, Clock
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.cases.words import day as written
from yingzhou.kernel.catalogue.items import Apply, Item, items
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.exchange import selectors
from yingzhou.kernel.exchange.faults import ExchangeFault
from yingzhou.kernel.exchange.models import Consent, Request
from yingzhou.kernel.exchange.providers import providers
from yingzhou.kernel.exchange.services import asking
from yingzhou.kernel.exchange.services.asking import Matter
from yingzhou.kernel.notices.services import messages

from . import clocks
from .advance import advance, locked
from .consequences import answers_objections

IDENTITY = "姓名和身份证号"
OWN_WAY = "本人网上撤回"
CONSENT_BACK = "consent_back"
"""How processes call the step that a consent taken back takes by itself."""
WHY_DOWN = "家里有人撤回了核对收入和财产的同意"


@transaction.atomic
def follow(*, case: int, at: datetime) -> None:
    """Begins to ask, asks about who agreed since, or ends it with the matter."""
    row = locked(case)
    item = item_of_version(row.version)
    if item.apply is None or item.apply.checks is None:
        return
    if not row.is_open:
        asking.close(about=row.number, at=at)
    elif row.stage == item.apply.checks.at:
        _ask(row, item, at)


def _ask(case: Case, item: Item, at: datetime) -> None:
    assert item.apply is not None  # noqa: S101 - looked at above
    assert item.apply.checks is not None  # noqa: S101
    people = checking.agreed(case, item.apply)
    wanted = _wanted(case, item.apply, at)
    matter = Matter(case.number, f"{item.name}: 家庭经济状况核对"[:120])
    for person, how in people.items():
        asking.note_consent(matter=matter, person=person, how=how, actor=audit.SYSTEM, at=at)
    if wanted:  # else what was told before holds still, under the new word
        asking.ask(matter=matter, of=wanted, actor=audit.SYSTEM, at=at)


def _wanted(case: Case, apply: Apply, at: datetime) -> dict[str, list[int]]:
    """By authority, about whom it is to be asked and was not yet, or not any more."""
    people = checking.agreed(case, apply)
    there = {
        (row.provider, row.person_id)
        for row in selectors.latest(case.number)
        if not selectors.is_over(row, at)
    }
    found = {
        code: [one for one in people if (code, one) not in there]
        for code in (apply.checks.providers if apply.checks else ())
    }
    return {code: persons for code, persons in found.items() if persons}


def catch_up(at: datetime, most: int = 200) -> int:
    """Matters that stand where they are checked and about whose people nobody was asked yet: taken
    in there, or signed for afterwards. How many."""
    found = 0
    for item in items().values():
        checks = item.apply.checks if item.apply else None
        if checks is None:
            continue
        rows = Case.objects.filter(item=item.code, is_open=True, stage=checks.at)
        for row in rows.order_by("-pk").select_related("version")[:most]:
            apply = item_of_version(row.version).apply
            if apply is not None and apply.checks is not None and _wanted(row, apply, at):
                follow(case=row.pk, at=at)
                found += 1
            if checks.suspends:
                hold_clocks(about=row.number, at=at)
    return found


@transaction.atomic
def withdraw(*, case: int, person: int, user: User, words: str, at: datetime) -> int:
    """A person of the case takes back that they may be asked about: how many requests stopped."""
    row = locked(case)
    if not may_see(user, row) or not user.may("cases.handle"):
        raise NotYours("撤回同意由正在办的单位登记")
    if not words.strip():
        raise CaseFault("请写明本人怎样提出撤回")
    return _taken_back(row, person, words, user, at)


@transaction.atomic
def withdraw_own(*, consent: int, person: int, user: User, at: datetime) -> int:
    """Online, by themselves (个人信息保护法 第十五条): how many requests stopped."""
    found = Consent.objects.filter(pk=consent, person=person).first()
    row = Case.objects.filter(number=found.about).first() if found is not None else None
    if found is None or row is None:
        raise CaseFault("没有找到这份同意")
    return _taken_back(locked(row.pk), person, OWN_WAY, user, at)


def _taken_back(row: Case, person: int, words: str, user: User, at: datetime) -> int:
    if row.is_open:
        row.answers = checking.taken_back(row, person)
        row.save(update_fields=["answers"])
    try:
        stopped = asking.withdraw(
            about=row.number, person=person, words=words, actor=audit.Actor.of(user), at=at
        )
    except ExchangeFault as fault:
        raise CaseFault(str(fault)) from None
    if row.is_open and not come_down(case=row.pk, at=at):
        _tell(row, at)
    return stopped


def _tell(case: Case, at: datetime) -> None:
    """Where the matter stays at the desk that has it, the applicant is told what to do by when."""
    due = case.due_on if case.due_on and case.due_on < FOREVER else None
    until = f"请他本人在{written(due)}前" if due else "请他本人尽快"
    text = (
        f"您家有人撤回了核对收入和财产的同意(编号{case.number})。还愿意办的, "
        f"{until}到窗口重新签授权书, 或自己登录在“谁用过我的资料”里重新同意。"
        "没有授权就不能核对, 可能没有办法确认。"
    )
    key = f"case:{case.pk}:consent-back:{at.isoformat()}"
    messages.send(key=key, person=case.applicant, about=f"case:{case.pk}", text=text, at=at)


@transaction.atomic
def come_down(*, case: int, at: datetime) -> bool:
    """What rests on somebody's figures is not shown on, and decided, after they took back that
    these are looked at: where the process knows the step, it is taken (True)."""
    row = Case.objects.select_related("version").get(pk=case)
    item = item_of_version(row.version)
    way = item.apply.process.transitions.get(CONSENT_BACK) if item.apply else None
    if way is None or not row.is_open or row.stage not in way.sources:
        return False
    own = row.answers.get("values", {}).get(consents.CONSENT)
    if own is False or any(consents.refusing(row.answers)):
        advance(case=row.pk, transition=way.key, user=None, at=at, words=WHY_DOWN)
        return True
    return False


@transaction.atomic
def go_on_without(*, case: int, transition: str, at: datetime) -> None:
    """An objection was answered and the notice would go on, while somebody took it back."""
    row = Case.objects.select_related("version").get(pk=case)
    item = item_of_version(row.version)
    way = item.apply.process.transitions.get(transition) if item.apply else None
    if item.apply is not None and way is not None and answers_objections(item.apply.process, way):
        come_down(case=case, at=at)


def note_asked(*, about: str, person: int, provider: str, at: datetime) -> None:
    """The person can read that somebody outside was told of them."""
    one = providers()[provider]
    _note(about, person, {f"{IDENTITY}(交给{one.name}核对)": "户籍登记"}, at)


def note_answered(*, about: str, person: int, provider: str, at: datetime) -> None:
    one = providers()[provider]
    _note(about, person, {tells.label: f"{one.name}(外部核对)" for tells in one.tells}, at)


def _note(about: str, person: int, facts: dict[str, str], at: datetime) -> None:
    case = Case.objects.filter(number=about).first()
    if case is not None:
        known.note_uses(
            case=case, known=facts, labels={}, persons=[person], user_name="系统", at=at
        )


@transaction.atomic
def hold_clocks(*, about: str, at: datetime) -> None:
    """Periods stand still while an authority is silent, where the law lets them, and run on when
    all is answered. Nothing for items whose law says nothing of it."""
    row = Case.objects.filter(number=about).first()
    if row is None or not row.is_open:
        return
    row = locked(row.pk)
    item = item_of_version(row.version)
    checks = item.apply.checks if item.apply else None
    if checks is None or not checks.suspends:
        return
    requests = selectors.latest(about)
    is_silent = any(one.state == Request.State.WAITING and one.attempts > 1 for one in requests)
    found = clocks.running(row)
    for key in checks.suspends:
        if key in found:
            _hold(found[key], is_silent and row.stage == checks.at, checks.article, at)
    row.due_on = clocks.earliest(found.values()) or FOREVER
    row.save(update_fields=["due_on"])


def _hold(row: Clock, is_silent: bool, article: str, at: datetime) -> None:
    if is_silent and row.due_on is not None:
        clocks.pause(row, f"等外部核对答复({article})"[:200], at)
    elif not is_silent and row.due_on is None:
        clocks.resume(row, at)
