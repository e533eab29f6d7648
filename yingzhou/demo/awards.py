"""Awards of the households on the roll of 低保: to whom, since when; the amounts are the rules'."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from yingzhou.core import bulk, clock
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.payments.models import Award, PayeeAccount
from yingzhou.kernel.people.models import Enrolment, Membership

BENEFIT = "relief/dibao"
BANKS = ("上海农商银行(演示)", "邮储银行(演示)", "农业银行(演示)")
ONE_IN_WITHOUT = 40
"""So many families have named no account: the month shows what happens to their money."""
CLERK = "历史登记(演示)"
FIELDS = ["benefit", "household", "payee", "valid_from", "valid_to", "made_at", "made_by",
          "ended_by", "ended_why"]  # fmt: skip


def begin_awards(today: date) -> int:
    """One award a household, to the grown-up of its members on the roll who is first in the
    register, whom the years before were paid to as well, else to the head of the household (nobody
    pays a child), from the month in which the first of them came on the roll. Returns how many."""
    roll = Enrolment.objects.on(today).filter(roll=Enrolment.Roll.DIBAO)
    since = dict(roll.values_list("person", "valid_from"))
    memberships = Membership.objects.on(today)
    members = memberships.filter(person__in=roll.values("person"))
    children = _children(members, today)
    heads = dict(
        memberships.filter(relation=Membership.Relation.HEAD).values_list("household", "person")
    )
    homes: dict[int, list[int]] = {}
    for home, person in members.order_by("household", "person").values_list("household", "person"):
        homes.setdefault(home, []).append(person)
    made_at = clock.now().isoformat()
    return bulk.insert(
        Award,
        FIELDS,
        (
            (
                BENEFIT,
                home,
                next((one for one in people if one not in children), heads.get(home, people[0])),
                min(since[one] for one in people).replace(day=1).isoformat(),
                FOREVER.isoformat(),
                made_at,
                CLERK,
                "",
                "",
            )
            for home, people in homes.items()
        ),
    )


def _children(members: QuerySet[Membership], today: date) -> set[int]:
    grown = today.replace(year=today.year - 18, day=min(today.day, 28))
    return set(members.filter(person__birth_date__gt=grown).values_list("person", flat=True))


def name_accounts(today: date) -> int:
    """An account for the payee of each award, but for one in forty. Numbers begin with 9999, which
    no bank issues. Returns how many."""
    payees = Award.objects.filter(valid_to=FOREVER).order_by("payee")
    wanted = payees.values_list("payee", flat=True).distinct()
    there = set(PayeeAccount.objects.values_list("person", flat=True))
    made = [
        _account(person, today)
        for person in wanted
        if person % ONE_IN_WITHOUT and person not in there
    ]
    return len(PayeeAccount.objects.bulk_create(made, batch_size=1000))


def _account(person: int, today: date) -> PayeeAccount:
    number = f"9999{person:012d}"
    return PayeeAccount(
        person_id=person, bank=BANKS[person % len(BANKS)], number=number, tail=number[-4:],
        made_by=CLERK, valid_from=date(today.year - 1, 1, 1),
    )  # fmt: skip
