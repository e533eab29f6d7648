"""What other offices' systems do to cases: open, hand in, withdraw. Each is one transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.accounts.selectors import person_of_number
from yingzhou.kernel.cases import known, questions
from yingzhou.kernel.cases.models import Case, Document
from yingzhou.kernel.cases.services import corrections, documents
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.doubts import open_corrections
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import Apply, Item, Transition, items
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.models import Person

from . import filling
from .faults import NotNow, Wrong
from .shapes import Applicant, NewCase, Supply

UNKNOWN = "登记里没有这个身份证号和姓名的人, 请核对; 外区户籍请到窗口办"
"""The same words whatever did not fit: nobody finds out by trying who has which number."""


@transaction.atomic
def open_case(*, client: ApiClient, asked: NewCase, at: datetime) -> Case:
    """:class:`Wrong` with all that is wrong; ``Duplicate`` and ``CaseFault`` are the kernel's."""
    day = clock.day_of(at)
    item, apply = _item(asked.item, day)
    person = person_of(asked.applicant, "applicant")
    answers = filling.filled(apply, person, asked, day)
    request = Request(
        item=item,
        applicant=person,
        channel=Case.Channel.API,
        answers=questions.finished(apply, answers),
    )
    made = intake(request=request, user=client.user, at=at)
    labels = {field.key: field.label for field in apply.form}
    labels |= {f"material:{one.key}": one.name for one in apply.materials}
    for pk, facts in filling.used(apply, person, answers):
        known.note_uses(
            case=made, known=facts, labels=labels, persons=[pk], user_name=client.name, at=at
        )
    # In nobody's name, and not told in the answer: a system finds out nothing by trying values.
    open_corrections(
        apply=apply,
        answers=answers,
        person=person,
        case=made,
        user=None,
        by=client.name,
        at=at,
        channel=Case.Channel.API,
    )
    return made


def _item(code: str, day: date) -> tuple[Item, Apply]:
    """Only what residents may apply for online: who must come in person must come."""
    item = items(day).get(code)
    if item is None:
        raise Wrong(("item", "没有这个事项, 请查 /api/catalogue/items"))
    if item.apply is None:
        raise Wrong(("item", "这个事项只有办事指南, 不能在这里申请"))
    if "online" not in item.apply.channels:
        raise Wrong(("item", "这个事项要到窗口当面办, 不能由系统递交"))
    if item.apply.subject == "organisation":
        raise Wrong(("item", "这个事项由单位申请, 还不能由系统递交"))
    return item, item.apply


def person_of(asked: Applicant, where: str, *, with_dead: bool = False) -> Person:
    """Whom the number and the name mean; ``where`` they stand in the request."""
    try:
        found = person_of_number(asked.id_number)
    except ValueError as error:
        raise Wrong((f"{where}.id_number", str(error))) from error
    same = found is not None and "".join(asked.name.split()) == "".join(found.name.split())
    if found is None or not same or (found.death_date is not None and not with_dead):
        raise Wrong((where, UNKNOWN))
    return found


@transaction.atomic
def supply(*, case: Case, client: ApiClient, asked: Supply, at: datetime) -> Case:
    """The answer to one full list of what was missing: answers put right, and on it goes."""
    way = _way(case, answers=True)
    if way is None:
        raise NotNow("现在没有要补的; 要补时 corrections 里会写明")
    apply = item_of_version(case.version).apply
    assert apply is not None  # noqa: S101 - it has a way on
    filling.read(apply, asked.values)
    corrections.complete(case=case.pk, user=client.user, values=asked.values)
    return _step(case, way, client, asked.words, at)


@transaction.atomic
def withdraw(*, case: Case, client: ApiClient, words: str, at: datetime) -> Case:
    way = _way(case, answers=False)
    if way is None:
        raise NotNow("这件事现在不能撤回: 已经办结, 或已经过了可以撤回的环节")
    return _step(case, way, client, words, at)


def add_document(
    *, case: Case, client: ApiClient, material: str, file: UploadedFile, at: datetime
) -> Document:
    return documents.add(case=case.pk, material=material, file=file, user=client.user, at=at)


def _way(case: Case, *, answers: bool) -> Transition | None:
    return next((way for way in ways(case) if bool(way.corrects) == answers), None)


def ways(case: Case) -> list[Transition]:
    """What the applicant may do now: answer a correction, withdraw."""
    apply = item_of_version(case.version).apply
    if apply is None or not case.is_open:
        return []
    return [
        way
        for way in apply.process.ways_from(case.stage)
        if way.by == APPLICANT and (way.corrects == "answer" or way.closes == "withdrawn")
    ]


def _step(case: Case, way: Transition, client: ApiClient, words: str, at: datetime) -> Case:
    said = words.replace("\x00", "")
    advance(case=case.pk, transition=way.key, user=client.user, at=at, words=said)
    case.refresh_from_db()
    return case
