"""Whose affairs a page is about, and what of them the viewer may see.

Somebody with a mandate for a few services sees the matters, letters and drafts of those alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from yingzhou.core import clock
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.acting import acting_principal
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import did_act_for
from yingzhou.kernel.cases.consent import ADULT
from yingzhou.kernel.cases.models import Case, DataUse, Draft
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.selectors import ACTS, age_on, looks_at
from yingzhou.web.errors import MandateOver

CLOSED_A_PAGE = 10
MOST_OPEN = 50
LOOKED = {
    "people.view": ACTS["people.view"],
    "people.reveal": ACTS["people.reveal"],
    "people.set_income": "改了您的收入和支出",
    "people.set_illness": "改了您的大重病登记",
    "people.set_schooling": "改了您的在读情况",
    "people.set_care_level": "改了您的照护等级",
    "access_code.issue": "给您发了登录码",
    "access_code.revoke": "作废了您的登录码",
    "mandate.record": "登记了委托, 别人可以替您办事",
    "mandate.revoke": "结束了一项委托",
    "acting.begin": "开始替您办事",
    "payments.person": "看了您领的钱",
}
"""What somebody does with a person's record or in their name, as they read it."""
SHOWN_WITH = ("version", "applicant", "owner", "rating", "previous")


@dataclass(frozen=True)
class Affairs:
    """``items``: the services that a mandate is limited to; empty for all. ``word``: what the
    viewer calls the person."""

    user: User
    person: Person
    items: tuple[str, ...] = ()
    word: str = ""
    is_own: bool = True

    def covers(self, item: str) -> bool:
        return not self.items or item in self.items

    @property
    def reads_all(self) -> bool:
        """Of oneself, or of a child; who acts for a grown-up does not read what stands there."""
        return self.is_own or age_on(self.person, clock.today()) < ADULT

    def open_cases(self) -> list[Case]:
        rows = self._cases().filter(is_open=True).order_by("-received_at", "-pk")
        return list(rows[:MOST_OPEN])

    def closed_cases(self, after: str = "") -> Page:
        rows = self._cases().filter(is_open=False)
        return keyset(rows, ["-received_at", "-id"], after, CLOSED_A_PAGE)

    def _cases(self) -> QuerySet[Case]:
        rows = Case.objects.filter(applicant=self.person, destroyed_at=None)
        rows = rows.select_related("version", "rating", "appointment").defer("answers")
        return rows.filter(item__in=self.items) if self.items else rows

    def drafts(self) -> list[Draft]:
        rows = Draft.objects.filter(person=self.person, case=None).order_by("-saved_at")
        rows = rows.select_related("begun_by")
        return [row for row in rows.defer("answers") if self.covers(row.item)]

    def letters(self, after: str = "") -> Page:
        rows = Letter.objects.filter(person=self.person).defer("content")
        if self.items:
            rows = rows.filter(about__in=[f"case:{pk}" for pk in self._cases().values_list("pk")])
        return keyset(rows, ["-issued_at", "-id"], after, 30)

    def unread(self) -> list[Letter]:
        rows = Letter.objects.filter(person=self.person, read_at=None, revoked_at=None)
        if self.items:
            return []
        return list(rows.defer("content").order_by("-issued_at")[:MOST_OPEN])

    def uses(self, after: str = "") -> Page:
        """Who used what the district knows: for the person alone, or who acts in everything."""
        if self.items:
            raise Http404
        rows = DataUse.objects.filter(person=self.person).select_related("case", "correction")
        rows = rows.defer("case__answers", "correction__answers")
        return keyset(rows, ["-at", "-id"], after, 30)

    def looks(self) -> list[dict[str, Any]]:
        """Who opened the person's record in the register, the latest few."""
        entries = looks_at(self.person, list(LOOKED))
        names = dict(
            User.objects.filter(pk__in={one.actor_id for one in entries}).values_list("pk", "name")
        )
        return [
            {
                "at": one.at,
                "who": names.get(one.actor_id or 0) or one.actor_name,
                "act": LOOKED[one.action],
                "reason": one.detail.get("reason", ""),
            }
            for one in entries
        ]

    def case(self, number: str) -> Case:
        """404 where there is none that the viewer may see: others' numbers tell nothing."""
        rows = Case.objects.filter(number=number, destroyed_at=None).select_related(*SHOWN_WITH)
        found = rows.first()
        if found is None:
            raise Http404
        if found.applicant_id == self.person.pk and self.covers(found.item):
            return found
        if not may_see(self.user, found):
            raise self._not_theirs(found)
        return found

    def _not_theirs(self, case: Case) -> Http404:
        """Why a case does not open: whoever acted in it while a mandate held is told that it is
        over, everybody else nothing."""
        agent, principal = self.user.person, case.applicant
        if agent is None or principal is None:
            return Http404()
        if not did_act_for(agent, principal, case.item, case.received_at):
            return Http404()
        return MandateOver(principal.name)

    def letter(self, pk: int) -> Letter:
        found = Letter.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        if found.person_id == self.person.pk and not self.items:
            return found
        kind, _, number = found.about.partition(":")
        case = Case.objects.filter(pk=number).first() if kind == "case" else None
        if case is None:
            raise Http404
        if not may_see(self.user, case):
            raise self._not_theirs(case)
        return found

    def use(self, pk: int) -> DataUse:
        found = DataUse.objects.filter(pk=pk, person=self.person).select_related("case").first()
        if found is None or self.items:
            raise Http404
        return found


def affairs_of(request: HttpRequest) -> Affairs:
    """Of whom the viewer acts for at the moment."""
    user = cast(User, request.user)
    principal = acting_principal(request)
    if principal is not None:
        return Affairs(user, principal.person, principal.items, principal.word, is_own=False)
    assert user.person is not None  # noqa: S101 - the database sees to it for residents
    return Affairs(user, user.person)
