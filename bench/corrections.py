"""A month's run over the whole district, without and with corrections of earlier months.

    YINGZHOU_VAR=… [DATABASE_URL=postgres://…] .venv/bin/python bench/corrections.py [CHANGED]

Bars: 10 s on PostgreSQL, 20 s on SQLite, the registers read anew, with 10,000 awards and 240,000
allowances: the district has fewer awards, so that families without any income are made up until
there are as many. Informs that only those about
whom something was recorded are looked at again. Everything happens in one transaction that is taken
back: two earlier months are computed and approved, CHANGED people (default 1000) get another income
backwards, and the third month is computed with and without them.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _timing import django_setup

AWARDS = 10_000
CHANGED = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 1000


def main() -> None:
    django_setup()
    from django.db import connection, transaction

    from yingzhou.core import audit, clock
    from yingzhou.kernel.catalogue.district import forget
    from yingzhou.kernel.payments.models import Run
    from yingzhou.kernel.payments.selectors.reach import back
    from yingzhou.kernel.payments.services import approving, computing
    from yingzhou.kernel.people import services as people
    from yingzhou.kernel.people.models import Membership

    clerk, boss = audit.Actor(None, "压测"), audit.Actor(None, "压测复核")
    this = clock.today().replace(day=1)

    def computed(month) -> tuple[Run, float]:
        run = computing.ask(month=month, actor=clerk, at=clock.now())
        begun = time.perf_counter()
        return computing.compute(run=run, at=clock.now()), time.perf_counter() - begun

    with transaction.atomic():
        made_up(AWARDS, back(this, 12))
        for count in (2, 1):
            run, first = computed(back(this, count))
            for day in [back(this, count + n) for n in range(3)]:
                forget(day)
            run, took = computed(back(this, count))
            approving.approve(run=run.pk, total=run.total, actor=boss, at=clock.now())
            print(
                f"{run}: {run.lines_count:,} lines, {took:.1f} s ({connection.vendor}); "
                f"in a process that has computed nothing yet {first:.1f} s"
            )
        run, cold = computed(this)
        run, plain = computed(this)
        some = Membership.objects.on(back(this, 2)).select_related("person").order_by("pk")
        since = back(this, 3)
        for row in some.filter(person__birth_date__lt=since - timedelta(days=9000))[:CHANGED]:
            people.set_income(
                person=row.person, since=since, figures={"wage": 1_000_00}, source="压测",
                actor=clerk, at=clock.now(),
            )  # fmt: skip
        run, first = computed(this)
        run, found = computed(this)
        print(f"this month: registers read {cold:.1f} s, kept {plain:.1f} s")
        print(f"with {CHANGED:,} changes: registers read {first:.1f} s, kept {found:.1f} s")
        print(f"  {run.corrections.count():,} corrections; ratio {found / plain:.2f}x")
        transaction.set_rollback(True)


def made_up(wanted: int, since: date) -> None:
    """Families on 低保 until there are ``wanted`` awards: they earn and own nothing."""
    from yingzhou.core import clock
    from yingzhou.kernel.payments.models import Award
    from yingzhou.kernel.people.models import Assets, Income, Membership

    there = Award.objects.filter(benefit="relief/dibao").values("household")
    heads = Membership.objects.on(clock.today()).filter(relation=Membership.Relation.HEAD)
    missing = max(wanted - Award.objects.count(), 0)
    made = heads.exclude(household__in=there).order_by("pk")[:missing]
    Award.objects.bulk_create(
        Award(benefit="relief/dibao", household_id=home, payee_id=head, valid_from=since,
              made_at=clock.now(), made_by="压测")
        for home, head in made.values_list("household", "person")
    )  # fmt: skip
    homes = Award.objects.filter(made_by="压测").values("household")
    people = Membership.objects.filter(household__in=homes).values("person")
    Income.objects.filter(person__in=people).update(wage=0, pension=0, other=0)
    Assets.objects.filter(household__in=homes).update(
        money=0, vehicle=False, premises=False, homes=0, floor_area=0
    )


if __name__ == "__main__":
    main()
