"""Opening a closed case again: every date that closing set is put right, and nothing is lost."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock, events
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import words as written
from yingzhou.kernel.cases.acting import ACTED, nearest_unit, office_named
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, Rating, Step
from yingzhou.kernel.cases.places import desk_id
from yingzhou.kernel.cases.selectors.rights import is_recused, may_see
from yingzhou.kernel.catalogue.items import Process
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.notices.models import Letter

from . import admission, clocks
from .advance import locked

REVOKED = "这件事重新办理, 原来的结果不再算数"


@transaction.atomic
def reopen(*, case: int, user: User, stage: str, words: str, at: datetime) -> Step:
    """Back to ``stage``: outcome, closing, archive and destruction are unset, the decision is
    revoked, the stage's clocks and the promised one start anew from this day."""
    row = locked(case)
    item = item_of_version(row.version)
    if row.is_open or row.destroyed_at is not None or item.apply is None:
        raise CaseFault("只有已办结、没有销毁的办件可以重新办理")
    if not user.may("cases.decide") or not may_see(user, row) or is_recused(user, row):
        raise NotYours("重新办理由审核确认人决定, 本人和亲属须回避")
    process = item.apply.process
    if stage not in stages_to_reopen(process):
        raise CaseFault("不能回到这个环节")
    if not words.strip():
        raise CaseFault("请写明为什么重新办理")
    if _clashes(row):
        raise CaseFault("同一个人又申请了这件事, 正在办理: 请在那一件上处理")
    if item.apply.one_each and row.only_one:
        near = admission.of_family(row.item, row.applicant, clock.day_of(at), row.answers)
        if near is not None:
            raise CaseFault(f"这家人又有一件在办, 编号 {near.number}: 请在那一件上处理")
    _revoke(row, process, user, at)
    Rating.objects.filter(rectification=row).update(excluded="")  # judged anew, it counts again
    made = _back(row, process, stage, user, words.strip(), at)
    _tell(row, item.name, made, at)
    events.publish(CaseMoved(row.pk, row.item, made.seq, "reopen", stage, ""))
    audit.record(audit.Actor.of(user), "case.reopen", row, {"number": row.number, "to": stage})
    return made


def _revoke(row: Case, process: Process, user: User, at: datetime) -> None:
    """The decision, and the letters that told it or that ended the matter: whoever checks one from
    now on reads that it holds no more. What was written on the way there stands."""
    fallen = row.decisions.filter(revoked_at=None)
    seqs = set(fallen.values_list("step", flat=True))
    fallen.update(revoked_at=at)
    finals = [key for key, one in process.stages.items() if one.is_final]
    last = row.steps.filter(target__in=finals).order_by("-seq").first()
    if last is not None:
        seqs.add(last.seq)
    told = Letter.objects.filter(key__in=[f"case:{row.pk}:{seq}" for seq in seqs])
    for letter in told.filter(revoked_at=None):
        notices.revoke_letter(letter=letter, why=REVOKED, actor=audit.Actor.of(user), at=at)


def _tell(row: Case, item: str, made: Step, at: datetime) -> None:
    """What they were told before holds no more: whoever applied learns it, with the new day."""
    if row.applicant is None and row.organisation is None:
        return
    until = f", 最晚{written.promised(row.promised_on)}答复您" if row.promised_on else ""
    notices.send(
        key=f"case:{row.pk}:reopen:{made.seq}",
        person=row.applicant,
        organisation=row.organisation,
        about=f"case:{row.pk}",
        text=f"您的{item}(编号{row.number})要重新办理, 原来告诉您的结果不再算数{until}。",
        at=at,
    )


def stages_to_reopen(process: Process) -> list[str]:
    """Stages at which staff work; not those that wait for the applicant or for time."""
    return [
        key for key, stage in process.stages.items()
        if not stage.is_final and stage.by not in ("applicant", "system")
    ]  # fmt: skip


def _clashes(row: Case) -> bool:
    """Only one may be open, and the applicant asked again meanwhile."""
    others = Case.objects.filter(item=row.item, is_open=True, only_one=True)
    if row.applicant_id is not None:
        others = others.filter(applicant=row.applicant_id)
    else:
        others = others.filter(organisation=row.organisation_id, organisation__isnull=False)
    return row.only_one and others.exists()


def _back(row: Case, process: Process, stage: str, user: User, words: str, at: datetime) -> Step:
    target, day = process.stages[stage], clock.day_of(at)
    source, row.stage, row.by = row.stage, stage, target.by
    row.is_open, row.outcome, row.closed_at = True, "", None
    row.archive_on = row.destroy_on = None
    row.stage_since, row.steps_taken = at, row.steps_taken + 1
    row.handler = None
    row.desk_id = desk_id(row.by, row.place_id, row.home_id, day)
    promises = [key for key, spec in process.clocks.items() if spec.promise]
    left = clocks.move(row, process, target, at, starts=promises)
    row.task = process.task_at(stage)
    row.due_on = clocks.earliest(left.values()) or FOREVER
    row.promised_on = clocks.promised(left.values())
    row.save()
    return Step.objects.create(
        case=row,
        seq=row.steps_taken,
        transition="reopen",
        name="重新办理",
        source=source,
        target=stage,
        at=at,
        user=user,
        actor_name=str(user),
        words=words[:500],
        data={ACTED: office_named(nearest_unit(user, "cases.decide", row.place_id, day), day)},
    )
