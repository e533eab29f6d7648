"""Awards of the households on the roll of 低保: to whom, since when; the amounts are the rules'."""

from __future__ import annotations

from datetime import date

from yingzhou.core import bulk, clock
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Enrolment, Membership

BENEFIT = "relief/dibao"
FIELDS = ["benefit", "household", "payee", "valid_from", "valid_to", "made_at", "made_by",
          "ended_by", "ended_why"]  # fmt: skip


def begin_awards(today: date) -> int:
    """One award a household, to the first of its members who is on the roll (its head, where they
    are), from the month in which the first of them came on it. Returns how many."""
    roll = Enrolment.objects.on(today).filter(roll=Enrolment.Roll.DIBAO)
    since = dict(roll.values_list("person", "valid_from"))
    members = Membership.objects.on(today).filter(person__in=roll.values("person"))
    homes: dict[int, list[int]] = {}
    for home, person in members.order_by("household", "relation").values_list(
        "household", "person"
    ):
        homes.setdefault(home, []).append(person)
    made_at = clock.now().isoformat()
    return bulk.insert(
        Award,
        FIELDS,
        (
            (
                BENEFIT,
                home,
                people[0],
                min(since[one] for one in people).replace(day=1).isoformat(),
                FOREVER.isoformat(),
                made_at,
                "历史登记(演示)",
                "",
                "",
            )
            for home, people in homes.items()
        ),
    )
