"""An objection to a public notice is answered and, with the last one, the case goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import may_take
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.disclosure import services as disclosure
from yingzhou.kernel.disclosure.models import Objection

WAYS = {True: "uphold", False: "dismiss"}
"""How processes call the step that follows from an objection upheld, or dismissed."""


@transaction.atomic
def answer(
    *, opened: Case, objection: Objection, upheld: bool, words: str, user: User, at: datetime
) -> None:
    """By whoever may act at the stage at which the objection stopped the case."""
    item = item_of_version(opened.version)
    ways = item.apply.process.ways_from(opened.stage) if item.apply else []
    if not any(may_take(user, opened, way) for way in ways if way.by == opened.by):
        raise NotYours("异议由正在办这件事的人调查答复")
    if not words.strip():
        raise CaseFault("请写明调查结果")
    disclosure.answer_objection(
        objection=objection, upheld=upheld, answer=words, actor=Actor.of(user), at=at
    )
    way = next((one for one in ways if one.key == WAYS[upheld]), None)
    if way is not None and (upheld or not _others(opened)):
        advance(case=opened.pk, transition=way.key, user=user, at=at, words=words.strip())


def _others(case: Case) -> bool:
    waiting = Objection.objects.filter(notice__about=f"case:{case.pk}", state=Objection.State.FILED)
    return waiting.exists()
