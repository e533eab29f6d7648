"""A draft becomes a case: once, with its files, and with a row for each fact that was reused."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.timeline import Refused
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import questions
from yingzhou.kernel.cases.alongside import ALONGSIDE
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Document, Draft
from yingzhou.kernel.catalogue.items import Apply, item_on
from yingzhou.kernel.notices import services as notices

from . import uses
from .doubts import open_corrections
from .drafts import ONLINE, check_right, locked_draft, saved
from .intake import Request, intake

APPEAL, APPEALS = "申诉", "counters/appeal"
_SAME = ("material", "name", "file", "kind", "size", "digest", "scan", "added_at", "added_by")


@transaction.atomic
def submit(*, draft: int, user: User, at: datetime) -> Case:
    """Handed in. The second time gives the same case; :class:`Duplicate` where the matter is open
    already, :class:`CaseFault` with all that is lacking."""
    row = Draft.objects.select_for_update(of=("self",)).get(pk=draft)
    if row.case is not None:
        check_right(user, row.person, row.item, at)
        return row.case
    row, apply = locked_draft(draft, user, at)
    lacking = list(forms.missing(apply.form, row.answers))
    lacking += questions.outdated(apply, row.answers)
    if lacking:
        raise CaseFault(*(f"还没有填: {one}" for one in lacking))
    # A complaint names the matter in its words alone: from the matter nobody finds the complaint.
    against = row.previous if row.item == APPEALS else None
    first = Case.objects.filter(pk=row.answers.get(questions.BESIDE, 0)).first()
    request = Request(
        item=item_on(row.item, clock.day_of(at)),
        applicant=row.person,
        channel=row.channel if row.channel in apply.channels else ONLINE,
        answers=questions.finished(apply, row.answers),
        agent=user.person,
        previous=against or first,
        reason=APPEAL if against else ALONGSIDE if first else "",
    )
    made = intake(request=request, user=user, at=at)
    _hand_over_files(row, made)
    _note(apply, row, made, user, at)
    _reached(apply, row, user, at)
    row.case, row.answers = made, {}
    saved(row, at)
    return made


def _reached(apply: Apply, row: Draft, user: User, at: datetime) -> None:
    """The number that was told in answer to a question is where messages go to from today; one
    that gets none, of a house, is no fault."""
    told = forms.telephone(apply.form, row.answers)
    if not told:
        return
    with suppress(Refused):
        notices.set_contact(
            person=row.person, channel="sms", address=told, actor=audit.Actor.of(user), at=at
        )


def _hand_over_files(row: Draft, case: Case) -> None:
    files = row.files.order_by("pk")
    Document.objects.bulk_create(
        [Document(case=case, **{name: getattr(one, name) for name in _SAME}) for one in files]
    )
    row.files.all().delete()


def _note(apply: Apply, row: Draft, case: Case, user: User, at: datetime) -> None:
    """Every fact from a register is a row that its person can read; a doubted one opens its
    correction."""
    uses.note_handed_in(apply, row, case, user, at)
    open_corrections(
        apply=apply,
        answers=row.answers,
        person=row.person,
        case=case,
        user=user,
        by=str(user),
        at=at,
    )
