"""Reading notices: only what is shown today, by place; never by a person's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.disclosure.lines import LABELS
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.divisions.tree import Node, tree_on

State = PublicNotice.State


def _shown(day: date) -> QuerySet[PublicNotice]:
    """Its last day included; while an objection is looked into it stands still."""
    return PublicNotice.objects.filter(
        Q(state=State.SHOWN, until__gte=day) | Q(state=State.OBJECTED)
    )


@dataclass(frozen=True)
class Card:
    """A notice as a neighbour reads it."""

    notice: PublicNotice
    place: str
    name: str
    lines: list[tuple[str, str]]
    days_left: int

    @property
    def is_paused(self) -> bool:
        return self.notice.state == State.OBJECTED


def card(notice: PublicNotice, day: date) -> Card:
    tree = tree_on(day)
    home = tree.home.get(notice.division_id, notice.division_id)
    place = " ".join(node.name for node in tree.path(home) if node.parent_id is not None)
    said = {key: text for key, text in notice.lines.items() if key in LABELS}
    if said.get("village", "-") in place:  # the line with the place says it, and the town too
        del said["village"]
    lines = [(LABELS[key], said[key]) for key in LABELS if key in said]
    return Card(notice, place, said.get("name", ""), lines, (notice.until - day).days)


def shown_notice(pk: int, day: date) -> PublicNotice | None:
    """The notice, if anybody may read it that day."""
    return _shown(day).filter(pk=pk).first()


def towns(day: date) -> list[Node]:
    return sorted(tree_on(day).towns(), key=lambda town: town.code)


def shown_notices(day: date, town: int | None, text: str, after: str = "") -> Page:
    """Those of a town, and of places or matters that ``text`` names; the newest first."""
    tree, rows = tree_on(day), _shown(day)
    if town is not None:
        rows = rows.filter(division__in=tree.within(town) | {town})
    for word in text.split()[:4]:
        named = [node.id for node in tree.nodes.values() if word in node.name]
        places: set[int] = set()
        for pk in named if len(named) < 100 else []:
            places |= tree.within(pk) | {pk}
        rows = rows.filter(Q(title__icontains=word) | Q(division__in=places))
    return keyset(rows, ["-since", "-id"], after, size=20)


def open_notice(about: str) -> PublicNotice | None:
    """The one of a matter that is shown or stands still."""
    return PublicNotice.objects.filter(about=about, state__in=PublicNotice.OPEN).first()


def notices_about(about: str) -> list[PublicNotice]:
    return list(PublicNotice.objects.filter(about=about).order_by("pk"))


def objections_about(about: str, *, only_open: bool = False) -> list[Objection]:
    """The objections in a matter, the earliest first."""
    rows = Objection.objects.filter(notice__about=about).select_related("notice").order_by("pk")
    return list(rows.filter(state=Objection.State.FILED) if only_open else rows)
