"""What may no longer be kept is destroyed: a list, a review, a second review by another person, and
a report. What stays of a case is its number, its item, its dates and its outcome.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yingzhou.core import audit
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.answers import empty
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import (
    Case,
    DataUse,
    DestructionLine,
    DestructionList,
    Rating,
    Step,
)
from yingzhou.kernel.exchange.services import forgetting

from .documents import path_of

State = DestructionList.State
APPLICANT = "申请人"
"""Who took a step, where it was none of the staff and the case is gone."""
LONGEST = 5000
"""Cases of one list: more cannot be reviewed by anybody."""


def _may(user: User) -> None:
    if not user.may("cases.archive"):
        raise NotYours("销毁档案由档案管理人办")


@transaction.atomic
def draw_up(*, name: str, until: date, user: User, at: datetime) -> DestructionList:
    """A list of every closed case whose time is over by ``until`` and that is on no open list."""
    _may(user)
    if until > at.date():
        raise CaseFault("只能列保管期已满的")
    open_lists = DestructionList.objects.exclude(state__in=(State.DONE, State.DROPPED))
    taken = DestructionLine.objects.filter(list__in=open_lists).values("case")
    due = Case.objects.filter(is_open=False, destroyed_at=None, destroy_on__lte=until)
    due = due.exclude(pk__in=_looked_at_again())
    found = list(due.exclude(pk__in=taken).order_by("destroy_on", "pk")[:LONGEST])
    if not found:
        raise CaseFault("没有保管期已满、还没有列入销毁清单的办件")
    made = DestructionList.objects.create(
        name=name.strip()[:60] or f"{until} 到期", until=until, made_at=at, made_by=user
    )
    DestructionLine.objects.bulk_create([DestructionLine(list=made, case=case) for case in found])
    _note(user, "archive.list", made, cases=len(found))
    return made


def _looked_at_again() -> QuerySet[Case, Any]:
    """What an open case goes back to (an appeal, a bad rating): it needs the file."""
    return Case.objects.filter(is_open=True).exclude(previous=None).values("previous")


@transaction.atomic
def keep(*, line: int, user: User, why: str) -> DestructionLine:
    """A reviewer takes a case out, with the reason (an appeal, an audit, worth keeping)."""
    _may(user)
    row = DestructionLine.objects.select_for_update(of=("self",)).get(pk=line)
    if row.list.state not in (State.DRAFT, State.REVIEWED):
        raise CaseFault("清单已经批准, 不能再改")
    if not why.strip():
        raise CaseFault("请写明为什么保留")
    row.kept_why = why.strip()[:200]
    row.save(update_fields=["kept_why"])
    _note(user, "archive.keep", row.list, case=row.case.number)
    return row


@transaction.atomic
def review(*, pk: int, user: User, at: datetime) -> DestructionList:
    """The first review, then the second; three different people draw up and review."""
    _may(user)
    row = DestructionList.objects.select_for_update(of=("self",)).get(pk=pk)
    before = {row.made_by_id, row.reviewed_by_id}
    if row.state not in (State.DRAFT, State.REVIEWED):
        raise CaseFault("这份清单不在审核中")
    if user.pk in before:
        raise CaseFault("建清单的人和两次审核的人不能是同一个人")
    if row.state == State.DRAFT:
        row.state, row.reviewed_by, row.reviewed_at = State.REVIEWED, user, at
    else:
        row.state, row.approved_by, row.approved_at = State.APPROVED, user, at
    row.save()
    _note(user, f"archive.{row.state}", row)
    return row


@transaction.atomic
def drop(*, pk: int, user: User) -> DestructionList:
    """The list is given up; its cases can be listed again."""
    _may(user)
    row = DestructionList.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.state == State.DONE:
        raise CaseFault("已经销毁, 不能放弃")
    row.state = State.DROPPED
    row.save(update_fields=["state"])
    _note(user, "archive.dropped", row)
    return row


def destroy(*, pk: int, user: User, at: datetime) -> DestructionList:
    """Destroys what an approved list names, each case in a transaction of its own, so that an
    interrupted run goes on where it stopped; the report says what became of each."""
    _may(user)
    row = DestructionList.objects.get(pk=pk)
    if row.state != State.APPROVED:
        raise CaseFault("两次审核都通过以后才能销毁")
    for line in (
        row.lines.filter(done_at=None, kept_why="").order_by("pk").values_list("pk", flat=True)
    ):
        _destroy_one(line, at)
    return _report(pk, user, at)


@transaction.atomic
def _destroy_one(pk: int, at: datetime) -> None:
    line = DestructionLine.objects.select_for_update(of=("self",)).get(pk=pk)
    case = Case.objects.select_for_update(of=("self",)).get(pk=line.case_id)
    if line.done_at is not None:
        return
    if why := _kept_since(case, line.list.until):
        line.kept_why = why
        line.save(update_fields=["kept_why"])
        return
    files = [path_of(document) for document in case.documents.all()]
    case.documents.all().delete()
    case.parties.all().delete()
    case.corrections.all().delete()
    case.consultations.all().delete()
    case.decisions.update(inputs=None, trace=None, reason="", amount=None)
    steps = Step.objects.filter(case=case)
    steps.update(data=None, words="")
    steps.exclude(user=None).exclude(user__kind=User.Kind.STAFF).update(
        user=None, actor_name=APPLICANT
    )
    Rating.objects.filter(case=case).update(words="")
    DataUse.objects.filter(case=case).update(case=None)
    _forget_letters(case)
    forgetting.forget(about=case.number)
    case.answers, case.destroyed_at = empty(), at
    case.applicant = case.organisation = None
    case.save(update_fields=["answers", "applicant", "organisation", "destroyed_at"])
    line.done_at = at
    line.save(update_fields=["done_at"])
    transaction.on_commit(partial(_unlink, files))


def _kept_since(case: Case, until: date) -> str:
    """Why it stays, by what happened since the list was drawn up; opened again and closed anew it
    is kept its whole time from then on."""
    if case.is_open or case.destroy_on is None or case.destroy_on > until:
        return "已重新办理"
    return "正在复核, 还要用" if _looked_at_again().filter(previous=case).exists() else ""


def _unlink(files: list[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)


def _forget_letters(case: Case) -> None:
    from yingzhou.kernel.disclosure.models import Objection
    from yingzhou.kernel.notices.models import Letter, Message

    letters = Letter.objects.filter(about=f"case:{case.pk}")
    files = [Path(settings.MEDIA_ROOT) / one.file for one in letters if one.file]
    letters.filter(digest="").update(digest="-")  # nobody is to make a PDF of it any more
    letters.update(content="{}", person=None, organisation=None, file="")
    messages = Message.objects.filter(about=f"case:{case.pk}")
    messages.filter(address__isnull=False).delete()  # of who objected no register knows
    messages.update(text="")
    Objection.objects.filter(notice__about=f"case:{case.pk}").update(
        name="", contact=None, words="", answer=""
    )
    transaction.on_commit(partial(_unlink, files))


@transaction.atomic
def _report(pk: int, user: User, at: datetime) -> DestructionList:
    row = DestructionList.objects.select_for_update(of=("self",)).get(pk=pk)
    lines = list(row.lines.select_related("case").order_by("pk"))
    row.report = {
        "by": str(user),
        "destroyed": [_told(line) for line in lines if line.done_at],
        "kept": [{**_told(line), "why": line.kept_why} for line in lines if line.kept_why],
    }
    row.state, row.done_at = State.DONE, at
    row.save()
    _note(user, "archive.destroyed", row, cases=len(row.report["destroyed"]))
    return row


def _told(line: DestructionLine) -> dict[str, Any]:
    case = line.case
    return {
        "number": case.number,
        "item": case.item,
        "closed": case.closed_at.date().isoformat() if case.closed_at else "",
        "until": case.destroy_on.isoformat() if case.destroy_on else "",
    }


def _note(user: User, action: str, row: DestructionList, **detail: object) -> None:
    audit.record(audit.Actor.of(user), action, row, {"name": row.name, **detail})
