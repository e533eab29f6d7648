"""What must hold of findings, whatever happened (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from yingzhou.core import clock
from yingzhou.core.invariants import invariant
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Membership, Residence
from yingzhou.programmes.assistance.relief.discovery.files import CLASS
from yingzhou.programmes.assistance.relief.discovery.models import Decline, Finding

State = Finding.State


@invariant("主动发现里没有已去世、已迁出的人等着上门")
def nobody_is_gone() -> Iterator[str]:
    """Before anybody has come to them; a matter that is open is the matter's own."""
    rows = Finding.objects.filter(state__in=Finding.BEFORE_THE_WORD)
    for one in rows.filter(person__death_date__isnull=False).order_by("pk"):
        yield f"{one}: 已去世, 还在等上门"
    today = clock.today()
    here = Residence.objects.on(today).filter(person=OuterRef("person"))
    persons = rows.filter(person__isnull=False, person__death_date=None)
    for one in persons.filter(~Exists(here)).order_by("pk"):
        yield f"{one}: 已不在本区, 还在等上门"
    living = Membership.objects.on(today).filter(
        household=OuterRef("household"), person__death_date=None
    )
    for one in rows.filter(household__isnull=False).filter(~Exists(living)).order_by("pk"):
        yield f"{one}: 这一户已经没有人, 还在等上门"


@invariant("主动发现不去打扰说过不愿意的")
def declined_are_left_in_peace() -> Iterator[str]:
    """But for something more urgent than what they declined."""
    for one in Decline.objects.on(clock.today()).order_by("pk"):
        rows = Finding.objects.filter(
            person=one.person_id,
            household=one.household_id,
            state__in=Finding.BEFORE_THE_WORD,
            rank__lt=(one.rank + 1) * CLASS,
            found_at__date__gt=one.valid_from,
        )
        for row in rows.order_by("pk"):
            yield f"{row}: {one.valid_to} 以前不愿意被问, 又找了一次"


@invariant("主动发现的每一条都有人上门、在排队或者有结果")
def nothing_is_forgotten() -> Iterator[str]:
    rows = Finding.objects.order_by("pk")
    for one in rows.filter(state=State.VISITING, visit=None):
        yield f"{one}: 写着已安排上门, 没有走访"
    for one in rows.filter(state=State.WILLING, trouble="", case=None):
        yield f"{one}: 愿意申请, 没有办件, 也没有写为什么"
    for one in rows.filter(state=State.APPLYING).filter(
        Q(case=None) | Q(case__is_open=False, case__isnull=False)
    ):
        yield f"{one}: 写着在办, 办件没有或者已经办结"
    for one in rows.exclude(state__in=Finding.OPEN).filter(closed_on=None):
        yield f"{one}: 有结果, 没有日期"


@invariant("主动发现办成了的, 办件都是同意的")
def hits_are_hits() -> Iterator[str]:
    good = (Case.Outcome.GRANTED, Case.Outcome.DONE)
    rows = Finding.objects.filter(state=State.GRANTED, case__isnull=False)
    for one in rows.exclude(case__outcome__in=good).order_by("pk"):
        yield f"{one}: 写着办成了, 办件不是同意"
