"""An application in the making: begun with what the registers know, saved answer by answer.
Nobody but the applicant and who acts for them sees a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import may_act_for
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent, known, questions
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, Draft, DraftFile
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.catalogue.items import Apply, Item, item_on
from yingzhou.kernel.catalogue.versions import digest_of
from yingzhou.kernel.people.models import Person

from . import agreeing, appointments, documents, uses

DAYS = 30
"""A draft is kept so long after it was last saved."""
MOST_FILES = 20
LONGEST_KEPT = max(forms.LONGEST.values())
ONLINE, TERMINAL = "online", "terminal"


def begin(
    *,
    person: Person,
    item: Item,
    user: User,
    at: datetime,
    previous: Case | None = None,
    channel: str = ONLINE,
) -> Draft:
    """The open draft of this matter, or a new one with what the registers know. ``channel``: where
    it is begun; an item that has no machines takes it as one from the web."""
    check_right(user, person, item.code, at)
    open_ = Draft.objects.filter(person=person, item=item.code, case=None)
    found = open_.first()
    if found is not None:
        return found
    apply = applied_for(item)
    day = clock.day_of(at)
    prefilled = known.with_own(apply, known.prefill(apply, person, day), person, day)
    answers = questions.begun(consent.hold_back(apply, prefilled, person, day))
    keys = {field.key for field in apply.form}
    if previous is not None and "about" in keys:
        questions.put(answers, "about", previous.number)
        if "who" in keys:  # a complaint: whom it is about is offered, and still asked
            answers["values"]["who"] = name_of(previous.place_id, day)
    try:
        with transaction.atomic():
            made = Draft.objects.create(
                person=person,
                item=item.code,
                digest=digest_of(item),
                channel=channel if channel in apply.channels else ONLINE,
                answers=answers,
                previous=previous,
                begun_by=user,
                begun_at=at,
                saved_at=at,
            )
            uses.note_drafted(made, item, user, at)
            audit.record(audit.Actor.of(user), "case.draft", person, {"item": item.name})
    except IntegrityError:  # the same click, twice
        return open_.get()
    return made


@transaction.atomic
def answer(*, draft: int, place: str, raw: Any, user: User, at: datetime) -> Draft:
    """Saves one answer as typed. :class:`CaseFault` in words where it cannot be read."""
    row, apply = locked_draft(draft, user, at)
    question = _asked(apply, row.answers, place)
    try:
        value = forms.read(question.field, raw)
    except ValueError as error:
        raise CaseFault(str(error)) from error
    if value is None and question.field.required:
        raise CaseFault("请先回答这个问题")
    if fault := forms.before_birth(question.field, value, row.person.birth_date):
        raise CaseFault(fault)
    if fault := appointments.cannot_be(apply, place, value, clock.day_of(at)):
        raise CaseFault(fault)
    if question.source and value == question.value:
        return row  # the register was right after all
    if questions.says_the_same(row.answers, question, value):
        questions.trust(row.answers, question, value)
        return saved(row, at)
    if question.source:
        questions.doubt(row.answers, question)
    was_refused = bool(consent.refusers(row.answers))
    questions.put(row.answers, place, value)
    if question.field.key == consent.CONSENT:
        agreeing.follow(row, apply, user, at, was_refused=was_refused)
    return saved(row, at)


@transaction.atomic
def put_aside(
    *, draft: int, place: str, typed: Mapping[str, list[str]], user: User, at: datetime
) -> Draft:
    """Somebody leaves the page: what is no answer yet is kept as typed, in its page's own inputs.
    What was answered before is asked again then. Numbers of identity are never kept so."""
    row, apply = locked_draft(draft, user, at)
    question = _asked(apply, row.answers, place)
    row.answers.get(questions.TYPED, {}).pop(place, None)
    if question.field.kind != "identity" and any(any(one) for one in typed.values()):
        kept = {name: [one[:LONGEST_KEPT] for one in said[:50]] for name, said in typed.items()}
        row.answers.setdefault(questions.TYPED, {})[place] = kept
        row.answers["done"] = [one for one in row.answers["done"] if one != place]
    return saved(row, at)


@transaction.atomic
def members(
    *,
    draft: int,
    place: str,
    kept: Sequence[int],
    added: Sequence[tuple[str, ...]],
    user: User,
    at: datetime,
) -> Draft:
    """Who belongs to the household; the applicant always does."""
    row, apply = locked_draft(draft, user, at)
    _asked(apply, row.answers, place)
    own = [n for n, one in enumerate(row.answers["members"]) if one["person"] == row.person_id]
    if not own:
        own = [len(row.answers["members"])]
        row.answers["members"].append(
            {"person": row.person_id, "name": row.person.name, "relation": "本人", "values": {}}
        )
    questions.put_members(row.answers, place, [*own, *kept], added)
    return saved(row, at)


@transaction.atomic
def doubt(*, draft: int, place: str, user: User, at: datetime) -> Draft:
    """What a register says of this is wrong: the applicant will say what is right."""
    row, apply = locked_draft(draft, user, at)
    question = _asked(apply, row.answers, place)
    if question.source:
        questions.doubt(row.answers, question)
    return saved(row, at)


def attach(*, draft: int, material: str, file: UploadedFile, user: User, at: datetime) -> DraftFile:
    """Keeps a file for a paper; :class:`CaseFault` says what is wrong with it."""
    content, kind, scan = documents.looked_at(file)
    with transaction.atomic():
        row, apply = locked_draft(draft, user, at)
        if material not in {one.key for one in apply.materials}:
            raise CaseFault("这件事没有这份材料")
        if row.files.count() >= MOST_FILES:
            raise CaseFault(f"最多交 {MOST_FILES} 个文件, 其余的可以到窗口交")
        made = DraftFile.objects.create(
            draft=row,
            material=material,
            name=documents.plain_name(file.name or "文件"),
            file=documents.new_place(),
            kind=kind,
            size=len(content),
            digest=sha256(content).hexdigest(),
            scan=scan,
            added_at=at,
            added_by=str(user),
        )
        documents.keep(documents.path_of(made), content)
        saved(row, at)
    return made


@transaction.atomic
def detach(*, draft: int, file: int, user: User, at: datetime) -> None:
    row, _ = locked_draft(draft, user, at)
    for one in row.files.filter(pk=file):
        documents.path_of(one).unlink(missing_ok=True)
        one.delete()
    saved(row, at)


@transaction.atomic
def papers_seen(*, draft: int, user: User, at: datetime) -> Draft:
    """The rest of the papers comes later."""
    row, _ = locked_draft(draft, user, at)
    if questions.SEEN_PAPERS not in row.answers["done"]:
        row.answers["done"].append(questions.SEEN_PAPERS)
    return saved(row, at)


@transaction.atomic
def known_seen(*, draft: int, user: User, at: datetime) -> Draft:
    """What the registers know was looked at."""
    row, _ = locked_draft(draft, user, at)
    if questions.SEEN_KNOWN not in row.answers["done"]:
        row.answers["done"].append(questions.SEEN_KNOWN)
    return saved(row, at)


@transaction.atomic
def discard(*, draft: int, user: User, at: datetime) -> None:
    """Forgotten at once, with its files."""
    row, _ = locked_draft(draft, user, at)
    _forget(row)
    audit.record(audit.Actor.of(user), "case.draft_discarded", row.person, {"item": row.item})


def expire(now: datetime) -> int:
    """Forgets drafts that nobody has touched for :data:`DAYS`; how many."""
    old = Draft.objects.filter(saved_at__lt=now - timedelta(days=DAYS)).order_by("pk")[:500]
    for row in old:
        _forget(row)
    return len(old)


def _forget(row: Draft) -> None:
    """The files first: a row without its file is forgotten next time, a file without its row would
    stay."""
    for one in row.files.all():
        documents.path_of(one).unlink(missing_ok=True)
    row.delete()


def check_right(user: User, person: Person, item: str, at: datetime) -> None:
    day = clock.day_of(at)
    if user.person is None or not may_act_for(user.person, person, item, day):
        raise NotYours("您不能替这个人办这件事")


def locked_draft(pk: int, user: User, at: datetime) -> tuple[Draft, Apply]:
    rows = Draft.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.get(pk=pk)
    check_right(user, row.person, row.item, at)
    if row.case_id is not None:
        raise CaseFault("这份申请已经提交了")
    item = item_on(row.item, clock.day_of(at))
    row.digest = digest_of(item)
    return row, applied_for(item)


def applied_for(item: Item) -> Apply:
    if item.apply is None or ONLINE not in item.apply.channels:
        raise CaseFault("这件事不能在网上申请")
    return item.apply


def _asked(apply: Apply, answers: Mapping[str, Any], place: str) -> questions.Question:
    found = {one.place: one for one in questions.all_of(apply, answers)}
    if place not in found:
        raise CaseFault("现在不用回答这个问题了")
    return found[place]


def saved(row: Draft, at: datetime) -> Draft:
    row.saved_at = at
    row.save(update_fields=["answers", "digest", "saved_at", "case"])
    return row
