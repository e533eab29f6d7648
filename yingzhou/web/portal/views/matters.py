"""我的办事: what needs me now, what runs, what is over; and one matter in full."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Mandate
from yingzhou.kernel.accounts.selectors import granted_by, principals_of
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.payments.selectors import claims
from yingzhou.web.portal.affairs import Affairs, affairs_of
from yingzhou.web.portal.matter import Matter
from yingzhou.web.portal.views.common import case_page, page
from yingzhou.web.residents import covered


@resident
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    affairs = affairs_of(request)
    assert affairs.user.person is not None  # noqa: S101 - the database sees to it
    own, *others = principals_of(affairs.user.person, clock.today())
    running = [Matter(case) for case in affairs.open_cases()]
    closed = affairs.closed_cases(request.GET.get("after", ""))
    over = [Matter(case) for case in closed.rows]
    context = {
        "affairs": affairs,
        "own": own,
        "others": [(each, each.person.name) for each in others],
        "now": affairs.person,
        "mine": [one for one in running if one.needs_me],
        "running": [one for one in running if not one.needs_me],
        "closed": closed,
        "over": over,
        "to_rate": [one for one in over if one.may_rate][:3] if closed.is_first else [],
        "drafts": _drafts(affairs),
        "unread": affairs.unread(),
        "claims": _claims(affairs),
        "given": _given(affairs),
    }
    return page(request, "mine", **context)


def _claims(affairs: Affairs) -> list[claims.Claim]:
    """Money that was too much and about which they may still say something, unless they did."""
    if affairs.items or not affairs.reads_all:
        return []
    return [one for one in claims.waiting_of(affairs.person.pk) if not one.row.said]


def _given(affairs: Affairs) -> list[tuple]:
    """Who may act for the viewer, in what; nobody else sees it."""
    if not affairs.is_own:
        return []
    rows = [one.row for one in granted_by(affairs.person, clock.now()) if one.is_open]
    return [(row, row.agent.name, covered.names(row.items), _last_day(row)) for row in rows]


def _last_day(row: Mandate) -> date | None:
    """The last day on which it holds; None where none was written."""
    return None if row.valid_to == FOREVER else row.valid_to - timedelta(days=1)


def _drafts(affairs: Affairs) -> list[tuple]:
    """With the item and its parts of an address; one whose item is gone waits to be forgotten."""
    known = items(clock.today())
    drafts = [row for row in affairs.drafts() if row.item in known]
    return [(row, known[row.item], *row.item.split("/")) for row in drafts]


@resident
@require_safe
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    affairs = affairs_of(request)
    matter = Matter(affairs.case(number))
    return case_page(request, matter, affairs)


@resident
@require_safe
@never_cache
def received(request: HttpRequest, number: str) -> HttpResponse:
    """Handed in: the number to keep, and by when there will be an answer."""
    matter = Matter(affairs_of(request).case(number))
    return page(request, "received", matter=matter, case=matter.case)
