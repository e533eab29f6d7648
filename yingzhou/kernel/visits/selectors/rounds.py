"""What became of the visits that a case decided on: how often, when next, what was found last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.files import kinds
from yingzhou.kernel.visits.models import Round, Visit

BACK = "back"
"""The kind of a visit that an earlier one made necessary: it is of the same round."""


@dataclass(frozen=True)
class Following:
    """``next``: the visit that somebody has to make now, None where none is there; ``last``: the
    latest that is over, made or not."""

    round: Round
    next: Visit | None
    last: Visit | None

    @property
    def name(self) -> str:
        found = kinds().get(self.round.kind)
        return found.name if found is not None else "走访"

    @property
    def ended(self) -> date | None:
        """From which day another decision counts; None while this one does."""
        return self.round.valid_to if self.round.valid_to < FOREVER else None


def following(case: Case) -> Following | None:
    """None where it planned none. Three queries, and none where its process never plans any."""
    apply = item_of_version(case.version).apply
    ways = apply.process.transitions.values() if apply is not None else ()
    if not any(way.follow_up is not None for way in ways):
        return None
    row = Round.objects.filter(case=case).order_by("-valid_from", "-pk").first()
    if row is None:
        return None
    rows = _of(row)
    over = rows.exclude(state__in=(*Visit.OPEN, Visit.State.CALLED_OFF))
    return Following(
        row,
        rows.filter(state__in=Visit.OPEN).order_by("due_on", "pk").first(),
        over.order_by("-closed_at", "-pk").first(),
    )


def _of(row: Round) -> QuerySet[Visit]:
    own = Q(asked_by=f"{casework.ROUND}{row.pk}")
    rows = Visit.objects.filter(own | Q(kind=BACK, previous__kind__in=(row.kind, BACK)))
    return rows.filter(person=row.person_id).select_related("user", "second")
