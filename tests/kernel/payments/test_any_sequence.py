"""Whatever becomes known in whatever order, and whenever a run falls in between: in the end
everybody has had what the last facts give, no fen twice, and the books are even."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.kernel.payments.conftest import BOSS, CLERK, DIBAO, at, computed
from yingzhou.core import clock
from yingzhou.core.invariants import check_all
from yingzhou.core.timeline import Refused
from yingzhou.kernel.ledger import selectors as books
from yingzhou.kernel.payments.benefits import benefits, next_month
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Award, Recovery, Run
from yingzhou.kernel.payments.selectors import history
from yingzhou.kernel.payments.selectors.due import due_in, together
from yingzhou.kernel.payments.selectors.paid import net_in
from yingzhou.kernel.payments.services import approving, awards, claiming, following, recovering
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Household, LifeEvent, Person

MONTHS = [date(2026, number, 1) for number in range(1, 9)]
PAID, LAST = 3, date(2026, 12, 1)
"""So many months are paid before anything becomes known; the last run sees all that did."""
EXAMPLES = 12

month = st.sampled_from(MONTHS[:4])
wage = st.sampled_from([0, 30_000, 60_000, 90_000, 300_000])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("income"), month, month, wage),
        st.tuples(st.just("certificate"), month, st.integers(1, 4), st.none()),
        st.tuples(st.just("uncertified"), month, st.none(), st.none()),
        st.tuples(st.just("award"), month, st.none(), st.none()),
        st.tuples(st.just("end"), month, st.none(), st.none()),
        st.tuples(st.just("move"), month, st.none(), st.none()),
        st.tuples(st.just("death"), month, st.none(), st.none()),
        st.tuples(st.just("alive"), st.none(), st.none(), st.none()),
        *[st.tuples(st.just("run"), st.booleans(), st.none(), st.none())] * 3,
        st.tuples(st.just("decide"), st.booleans(), st.none(), st.none()),
        st.tuples(st.just("receive"), st.integers(1, 100), st.none(), st.none()),
    ),
    min_size=4,
    max_size=12,
)


class Bureau:
    """One village through the months; it is the ninth of the month of the next run."""

    def __init__(self, mother: Person, old: Person, home: Household) -> None:
        self.mother, self.old, self.home = mother, old, home
        self.left = [*MONTHS, *(date(2026, number, 1) for number in range(9, 12))]
        self.minute = 0

    @property
    def now(self):
        self.minute += 1
        return at(self.left[0].replace(day=9), 10 + self.minute // 60).replace(
            minute=self.minute % 60
        )

    def does(self, what: str, first, second, third) -> None:
        """What is refused is refused, and nothing has happened."""
        with clock.stopped_at(self.now):
            try:
                with transaction.atomic():
                    getattr(self, f"_{what}")(first, second, third)
                event(what)
            except (Refused, PaymentFault) as refused:
                event(f"{what} refused: {type(refused).__name__}")

    def _income(self, since: date, until: date, fen: int) -> None:
        until = max(until, next_month(since))
        people.set_income(
            person=self.mother, since=since, until=until, figures={"wage": fen}, source="核对",
            actor=CLERK, at=clock.now(),
        )  # fmt: skip

    def _certificate(self, since: date, grade: int, _: None) -> None:
        people.change_disability(
            person=self.mother, category=4, grade=grade, on=since, actor=CLERK, at=clock.now()
        )

    def _uncertified(self, on: date, *_: None) -> None:
        people.change_disability(
            person=self.mother, category=4, grade=0, on=on, actor=CLERK, at=clock.now()
        )

    def _award(self, since: date, *_: None) -> None:
        awards.begin(
            benefit=benefits()[DIBAO], holder=self.home, payee=self.mother, since=since,
            actor=CLERK, at=clock.now(),
        )  # fmt: skip

    def _end(self, last: date, *_: None) -> None:
        for award in Award.objects.filter(household=self.home):
            awards.end(award=award.pk, last=last, why="核查", actor=CLERK, at=clock.now())

    def _move(self, on: date, *_: None) -> None:
        people.move(
            person=self.old, kinds=[1, 2], division=None, address="", on=on, source="公安",
            actor=CLERK, at=clock.now(),
        )  # fmt: skip

    def _death(self, on: date, *_: None) -> None:
        made = people.record_life_event(
            person=self.mother, kind=LifeEvent.Kind.DEATH, on=on, source="村委", actor=CLERK,
            at=clock.now(),
        )  # fmt: skip
        following.end_of_the_dead(person=self.mother.pk, event=made.pk, on=on)

    def _alive(self, *_: None) -> None:
        for made in LifeEvent.objects.filter(kind=LifeEvent.Kind.DEATH, reversed_at=None):
            people.reverse_life_event(event=made, reason="报错了", actor=CLERK, at=clock.now())
            following.undo(event=made.pk)

    def _run(self, twice: bool, *_: None) -> None:
        of = self.left[0]
        run = computed(of)
        if twice:
            run = computed(of)
        approving.approve(run=run.pk, total=run.total, actor=BOSS, at=clock.now())
        self.left = self.left[1:] or [LAST]

    def _decide(self, claim: bool, *_: None) -> None:
        for row in Recovery.objects.filter(state=Recovery.State.PROPOSED):
            claiming.say(recovery=row.pk, text="知道了", actor=CLERK, at=clock.now())
            claiming.decide(
                recovery=row.pk, claim=claim, why="核过", actor=BOSS, at=clock.now()
            )  # fmt: skip

    def _receive(self, part: int, *_: None) -> None:
        for row in Recovery.objects.filter(state=Recovery.State.OPEN):
            amount = max(recovering.owed(row) * part // 100, 1)
            recovering.receive(
                recovery=row.pk, amount=amount, day=clock.today(), actor=CLERK, at=clock.now()
            )


@pytest.fixture
def bureau(village) -> Bureau:
    people.set_income(
        person=village.mother, since=date(2025, 7, 1), figures={"wage": 60_000}, source="核对",
        actor=CLERK, at=at(date(2026, 1, 2)),
    )  # fmt: skip
    place = village.old.residences.first().division
    factories.person("周阿奶", date(1935, 5, 1), home=place, household="STAYS")
    return Bureau(village.mother, village.old, village.home)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_in_the_end_everybody_has_had_what_the_last_facts_give(bureau, taken):
    with transaction.atomic():
        made = Bureau(bureau.mother, bureau.old, bureau.home)
        for step in [("run", False, None, None)] * PAID + taken:
            made.does(*step)
        made.left = [LAST]
        made.does("run", False, None, None)
        held()
        transaction.set_rollback(True)


def held() -> None:
    paid_months = Run.objects.exclude(approved_by="").values_list("month", flat=True)
    assert LAST in paid_months
    for month in paid_months:
        due_benefits = [one for one in benefits(month).values() if one.is_due(month)]
        for benefit in due_benefits:
            due = together([due_in(day, [benefit]).due[0] for day in benefit.months(month)], month)
            wanted = dict(zip(due.holder.tolist(), due.amount.tolist(), strict=True))
            net = net_in(benefit.code, month)
            found = dict(zip(net.holder.tolist(), net.amount.tolist(), strict=True))
            for holder, (fen, persons) in history.held(benefit.code, month).items():
                if found.get(holder) != wanted.get(holder, 0):
                    assert found[holder] == fen > wanted.get(holder, 0), "what went on is theirs"
                    assert persons == 1
                    wanted[holder] = fen
            assert {k: v for k, v in found.items() if v} == wanted, (benefit.code, month)
    assert list(books.faults()) == []
    # The roll of 低保 follows on commit, and nothing is committed here.
    found = [one for one in check_all() if one.count and "名册" not in one.name]
    assert [f"{one.name}: {one.faults}" for one in found] == []
