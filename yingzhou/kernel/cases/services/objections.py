"""An objection to a public notice stops the clock of its case, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from yingzhou.core.audit import Actor
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items.parts import SYSTEM
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.disclosure.hooks import on_objection
from yingzhou.kernel.disclosure.models import Objection, PublicNotice

from .advance import advance
from .consequences import OBJECTED


@on_objection
def stop_the_clock(notice: PublicNotice, objection: Objection, actor: Actor, at: datetime) -> None:  # noqa: ARG001 - the signature of a hook
    """The case goes where its process looks into objections. A further one is a step too: nobody
    answers what they have not read."""
    kind, _, pk = notice.about.partition(":")
    if kind != "case" or objection.state != Objection.State.FILED:
        return
    case = Case.objects.select_related("version").get(pk=int(pk))
    item = item_of_version(case.version)
    way = item.apply.process.transitions.get(OBJECTED) if item.apply else None
    if way is not None and way.by == SYSTEM and case.stage in way.sources:
        advance(case=case.pk, transition=OBJECTED, user=None, at=at)
