"""好差评: one rating for a matter; a bad one starts its own rectification.

Five levels; one or two stars are bad. Within 1 workday somebody calls and verifies, 5 workdays are
for the simple, 15 for the complex (上海市优化营商环境条例 第30条; 5/15 from memory).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, Rating
from yingzhou.kernel.cases.selectors.rights import RECTIFICATION, may_see, rated_by
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Contact

from .advance import locked
from .intake import Request, intake

BAD = 2
RATED = ("granted", "refused", "done", "not_accepted")
"""Outcomes that a resident may rate: something was decided or delivered."""


def is_rateable(case: Case) -> bool:
    """A rectification is not: whether it helped is asked by telephone, and a bad rating of it
    would begin another."""
    return not case.is_open and case.outcome in RATED and case.item != RECTIFICATION


def rate(*, case: int, user: User, stars: int, words: str, channel: str, at: datetime) -> Rating:
    """Raises :class:`CaseFault` where it was rated before: 一事一评 (一网通办决定 第11条)."""
    try:
        with transaction.atomic():
            return _rated(case, user, stars, words, channel, at)
    except IntegrityError as error:
        raise CaseFault("这件事已经评过了, 一件事评一次") from error


def _rated(pk: int, user: User, stars: int, words: str, channel: str, at: datetime) -> Rating:
    case = locked(pk)
    if user.kind != User.Kind.RESIDENT or not may_see(user, case):
        raise NotYours("评价由申请人来做")
    if stars not in Rating.LEVELS:
        raise CaseFault("请选一到五颗星")
    if case.item == RECTIFICATION:
        raise CaseFault("差评整改由区里回访, 不再另外评价")
    if not is_rateable(case):
        raise CaseFault("办结以后才能评价")
    if Rating.objects.filter(case=case).exists():
        raise CaseFault("这件事已经评过了, 一件事评一次")
    made = Rating.objects.create(
        case=case, stars=stars, words=words.strip()[:500], channel=channel, at=at
    )
    if stars <= BAD:
        made.rectification = _rectify(case, made, at)
        made.save(update_fields=["rectification"])
    detail = {"number": case.number, "stars": stars}
    audit.record(audit.Actor.of(user), "case.rate", case, detail)
    return made


def _rectify(case: Case, rating: Rating, at: datetime) -> Case:
    """A case of its own, at the counter that took the first one in."""
    told = rating.words or "没有写意见"
    values = {"about": case.number, "stars": f"{rating.stars} 星", "words": told}
    if phone := _phone(case, clock.day_of(at)):
        values["phone"] = phone
    answers = forms.empty() | {"values": values}
    request = Request(
        item=items()[RECTIFICATION],
        applicant=case.applicant,
        organisation=case.organisation,
        channel="district",
        answers=answers,
        place=case.place,
        home=case.home,
        previous=case,
        reason="差评整改",
    )
    return intake(request=request, user=None, at=at)


def _phone(case: Case, day: date) -> str:
    """Where to call within a workday: as told for the matter itself, or for messages."""
    told = str(case.answers.get("values", {}).get("phone") or "")
    if told or (case.applicant_id is None and case.organisation_id is None):
        return told
    party = (
        {"person": case.applicant_id}
        if case.applicant_id
        else {"organisation": case.organisation_id}
    )
    row = Contact.objects.on(day).filter(channel=Contact.Channel.SMS, **party).first()
    return row.address if row is not None else ""


@transaction.atomic
def exclude(*, rating: int, user: User, why: str, at: datetime) -> Rating:
    """A rating that was a slip or malicious does not count (国办发〔2019〕51号)."""
    row = Rating.objects.select_for_update(of=("self",)).get(pk=rating)
    if not user.may("cases.supervise") or not may_see(user, row.case):
        raise NotYours("由主管认定")
    is_theirs = Case.objects.filter(rated_by(user, "pk"), pk=row.case_id).exists()
    if is_theirs or user.pk == row.case.handler_id:
        raise CaseFault("不能认定对自己的评价")
    if not why.strip():
        raise CaseFault("请写明依据")
    row.excluded = why.strip()[:200]
    row.save(update_fields=["excluded"])
    detail = {"number": row.case.number, "why": row.excluded, "at": at.isoformat()}
    audit.record(audit.Actor.of(user), "case.rating_excluded", row.case, detail)
    return row
