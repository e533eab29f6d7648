"""What a closed case leads to, as whoever opens it may read it: visits, and the matters by which
it goes on."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import not_of_theirs
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.selectors import rights, rounds
from yingzhou.kernel.visits.selectors.rounds import Following

from .opening import Opened


@dataclass(frozen=True)
class Line:
    """``may_open``: what was found is the visitors' own page, which not everybody opens who may
    read the case."""

    visit: Visit
    may_open: bool

    @property
    def who(self) -> str:
        found = [one.name for one in (self.visit.user, self.visit.second) if one is not None]
        return "、".join(found)


@dataclass(frozen=True)
class Visits:
    following: Following
    next: Line | None
    last: Line | None
    is_late: bool = False


def of(opened: Opened, user: User) -> Visits | None:
    """None where the case plans none, or is not decided yet."""
    found = None if opened.case.is_open else rounds.following(opened.case)
    if found is None:
        return None
    is_late = found.next is not None and found.next.due_on < opened.today
    return Visits(found, _line(user, found.next), _line(user, found.last), is_late)


def _line(user: User, visit: Visit | None) -> Line | None:
    return None if visit is None else Line(visit, rights.may_see(user, visit))


def open_cases(opened: Opened, user: User) -> list[tuple[Case, str, str]]:
    """What goes on from a case that was closed without a decision, a review that ends in a hearing,
    with the names of item and stage. One query there; where visits follow, the page tells those."""
    if opened.case.outcome != Case.Outcome.DONE:
        return []
    rows = opened.case.following.filter(not_of_theirs(user), is_open=True)
    return [(row, *_words(row)) for row in rows.defer("answers").order_by("pk")]


def _words(case: Case) -> tuple[str, str]:
    item = items().get(case.item)
    stage = item.apply.process.stages.get(case.stage) if item and item.apply else None
    return (item.name if item else case.item, stage.name if stage else "办理中")
