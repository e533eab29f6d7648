"""What a resident asks for together with the matter they just handed in (B8): an application of its
own, begun with the same answers; where those are enough it is handed in at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import alongside, questions
from yingzhou.kernel.cases.alongside import Line
from yingzhou.kernel.cases.models import Case, Draft
from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.models import Person

from . import drafts
from .handing_in import submit


@transaction.atomic
def ask_beside(*, case: Case, line: Line, user: User, at: datetime) -> tuple[Case | None, int]:
    """The matter handed in; or None, and how many questions of its draft are open. A fault where it
    is not for them, or open already."""
    whom = Person.objects.get(pk=line.whom)
    draft = drafts.begin(person=whom, item=line.item, user=user, at=at)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    apply = drafts.applied_for(line.item)
    _carry(draft, apply, case)
    draft.answers[questions.BESIDE] = case.pk
    drafts.saved(draft, at)
    found = questions.to_ask(questions.all_of(apply, draft.answers))
    open_ = sum(not one.is_done for one in found)
    if open_:
        return None, open_
    return submit(draft=draft.pk, user=user, at=at), 0


def _carry(draft: Draft, apply: Apply, case: Case) -> None:
    """What was told for the first matter stands as the answer; what a register says of it stays the
    register's where it is the same."""
    first = item_of_version(case.version).apply
    assert first is not None  # noqa: S101 - a case is of no guide
    answers = draft.answers
    told = alongside.carry(
        first, case.answers, case.applicant_id, apply, answers, draft.person_id, agreed=True
    )
    for key, value in told["values"].items():
        if value is not None and answers["values"].get(key) != value:
            questions.put(answers, key, value)
    for number, one in enumerate(told["members"]):
        before = answers["members"][number]["values"]
        for key, value in one["values"].items():
            if value is not None and before.get(key) != value:
                questions.put(answers, f"m{number}-{key}", value)
