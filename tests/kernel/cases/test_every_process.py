"""Every process of the catalogue, walked at random with a real database: no dead end, every clock
ends, the history explains the state, and from wherever a walk stands there is a way to the end."""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core import clock
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.acting import INSTEAD
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.guards import AMOUNT, rule_decides
from yingzhou.kernel.cases.models import Case, Clock
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.catalogue.items import Field, Item, Transition, items
from yingzhou.kernel.catalogue.items.parts import APPLICANT, SYSTEM
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.organisations import uscc

SAMPLES = {
    "text": "张三、李四、王五", "long": "情况属实, 已经一一核对过原件",
    "yesno": "是", "date": "2026-03-02", "money": "100",
    "number": "1", "month": "2026-03", "phone": "13900000000", "address": "新河路1号",
    "division": "启瀛村", "account": "6222000011112222", "bank": "招商银行",
    "facility": "不知道哪家近, 请村居帮我选",
    "email": "zhangsan@example.com", "uscc": uscc.make("51310151", 1),
    "identity": factories.id_number(date(1950, 5, 1)),
}  # fmt: skip
LONGEST = 10
FARTHEST = 25
"""Steps to the end from anywhere: more would be no way that anybody finds."""


def processes() -> list[str]:
    """One item of each process, as the item completes it."""
    found: dict[str, str] = {}
    for code, item in sorted(items().items()):
        if item.apply is not None:
            process = item.apply.process
            found.setdefault(f"{process.key}:{sorted(process.transitions)}", code)
    return sorted(found.values())


@pytest.mark.parametrize("code", processes())
def test_nothing_waits_without_an_end(code):
    """Wherever a matter stands, a period runs that is that stage's own: what nothing counts lies at
    the bottom of every queue."""
    stages = items()[code].apply.process.stages
    assert [one.name for one in stages.values() if not one.is_final and not one.clocks] == []


def typed(field: Field) -> object:
    if field.kind == "choices":
        return list(field.options[:1])
    if field.kind == "choice":
        return field.options[0]
    if field.kind in ("number", "money") and field.low:
        return str(field.low)
    return SAMPLES.get(field.kind)


class Walk:
    """One case, two officials who may do everything (four eyes need two), and a calendar."""

    def __init__(self, world, code: str, staff: list[User]) -> None:
        self.item: Item = items()[code]
        self.staff, self.day = staff, MONDAY
        values = {f.key: forms.read(f, typed(f)) for f in self.item.apply.form if not f.each}
        papers = [one.key for one in self.item.apply.materials]
        answers = forms.empty() | {"values": values, "papers": papers}
        answers["members"] = [
            {"person": world.mother.pk, "name": "王秀英", "relation": "户主", "values": {
                f.key: forms.read(f, typed(f)) for f in self.item.apply.form if f.each}}
        ]  # fmt: skip
        unit = None
        if self.item.apply.subject == "organisation":
            unit = factories.organisation("启瀛艺术团", home=world.town)
        who = None if unit else world.mother
        request = Request(self.item, who, "district", answers, organisation=unit, place=world.town)
        self.window = world.counter
        self.case = intake(request=request, user=staff[0], at=at(MONDAY))
        self.process = item_of_version(self.case.version).apply.process

    def take(self, way: Transition, user: User | None) -> bool:
        """False where a guard refuses; then nothing may have changed."""
        before = self.case.steps_taken
        computed = {AMOUNT} if rule_decides(self.item.apply, self.case) else set()
        data = {
            field.key: self.day.isoformat() if field.past and field.kind == "date" else typed(field)
            for field in way.asks
            if field.key not in computed
        }
        data |= {"lines": "一份材料", INSTEAD: "本岗位的人都在休假, 由上级代办"}
        try:
            with transaction.atomic(), clock.stopped_at(at(self.day)):
                advance(
                    case=self.case.pk, transition=way.key, user=user, at=at(self.day), data=data,
                    words="照章办理, 本人已经到场说明",
                )  # fmt: skip
        except (CaseFault, NotYours):
            self.look()
            assert self.case.steps_taken == before
            return False
        self.look()
        return True

    def look(self) -> None:
        self.case = Case.objects.select_related("version").get(pk=self.case.pk)

    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)
        with clock.stopped_at(at(self.day)):
            fire_ended(at(self.day))
        self.look()

    def hear_departments(self) -> None:
        self.case.consultations.filter(answered_at=None).update(
            answered_at=at(self.day), agrees=True, answer="同意"
        )

    def finish(self) -> None:
        """The nearest way to an end, around every step that a guard refuses."""
        refused: set[tuple[str, str]] = set()
        for _ in range(FARTHEST):
            if not self.case.is_open:
                return
            self.hear_departments()
            way = self._nearest(refused)
            assert way is not None, f"nothing leads on from {self.case.stage} ({refused})"
            before = self.case.steps_taken
            if way.by == SYSTEM:
                self._until_due()
            elif not any(self.take(way, user) for user in self._hands(way)):
                refused.add((self.case.stage, way.key))
                continue
            if self.case.steps_taken == before:
                refused.add((self.case.stage, way.key))
        raise AssertionError(f"no end in sight at {self.case.stage}")

    def _hands(self, way: Transition) -> list[User]:
        """Whoever applies comes to the counter that took it in."""
        return [*self.staff, self.window] if way.by == APPLICANT else self.staff

    def _until_due(self) -> None:
        due = Clock.objects.filter(case=self.case, ended_at=None).exclude(on_end="")
        day = due.order_by("due_on").values_list("due_on", flat=True).first()
        self.wait(max((day - self.day).days, 0) + 1 if day else 1)

    def _nearest(self, refused: set[tuple[str, str]]) -> Transition | None:
        ends = {clock_.on_end for clock_ in self.process.clocks.values()}
        queue: deque[tuple[str, Transition | None]] = deque([(self.case.stage, None)])
        seen = {self.case.stage}
        while queue:
            stage, first = queue.popleft()
            for way in self.process.ways_from(stage):
                by_itself = way.by == SYSTEM and way.key not in ends
                if way.target in seen or (stage, way.key) in refused or by_itself:
                    continue
                if self.process.stages[way.target].is_final:
                    return first or way
                seen.add(way.target)
                queue.append((way.target, first or way))
        return None


@pytest.fixture
def staff(world) -> list[User]:
    return [factories.user_with("bureau"), factories.user_with("bureau")]


@pytest.mark.parametrize("code", processes())
@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_dead_end_and_every_clock_ends(world, staff, code, data):
    mark = transaction.savepoint()
    try:  # or a fault would be hidden by what it leaves behind
        _lives(Walk(world, code, staff), staff, data)
    finally:
        transaction.savepoint_rollback(mark)


def _lives(walk: Walk, staff: list[User], data) -> None:
    for _ in range(data.draw(st.integers(0, LONGEST))):
        if not walk.case.is_open:
            break
        ways = [way for way in walk.process.ways_from(walk.case.stage) if way.by != SYSTEM]
        way = data.draw(st.sampled_from([*ways, None]))
        if way is None:
            walk.wait(data.draw(st.integers(1, 40)))
            continue
        if data.draw(st.booleans()):
            walk.hear_departments()
        walk.take(way, data.draw(st.sampled_from(staff)))
    walk.finish()
    _is_explained(walk)


def _is_explained(walk: Walk) -> None:
    case = walk.case
    steps = list(case.steps.order_by("seq"))
    assert [step.seq for step in steps] == list(range(1, case.steps_taken + 1))
    assert all(one.target == next_.source for one, next_ in pairwise(steps))
    assert steps[-1].target == case.stage
    assert walk.process.stages[case.stage].is_final
    assert (case.outcome, case.closed_at, case.archive_on) != ("", None, None)
    assert (case.due_on, case.desk_id) == (None, None)
    assert not Clock.objects.filter(case=case, ended_at=None).exists()
    for row in Clock.objects.filter(case=case).prefetch_related("pauses"):
        assert row.due_on is None or row.started_on <= row.due_on < FOREVER
