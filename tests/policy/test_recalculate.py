"""What was paid against what is due as now known: signed, month by month."""

from __future__ import annotations

from pathlib import Path

from tests.policy.small import book, case, rule
from yingzhou.policy.law import Moment
from yingzhou.policy.recalculate import recalculate

LAW = rule(
    "return 较高(p.低保.标准 * 户.人数 - 合计(户.成员.工资), 0)", name="救助金", more='给付="月"'
)
MAY, SEPTEMBER = Moment(2025, 5), Moment(2025, 9)


def test_arrears_and_recoveries_when_a_fact_and_a_standard_change(tmp_path: Path):
    law = book(tmp_path, LAW)

    def facts(moment: Moment):
        wage = 500 if moment.month < 8 else 2000
        return case(law, f"members: [{{name: 甲, 工资: {wage}}}]")

    paid = {Moment(2025, month): 38000 for month in range(5, 10)}
    months = recalculate(law, ("户", "救助金"), MAY, SEPTEMBER, facts, paid)
    assert [one.difference for one in months] == [0, 0, 77000, -38000, -38000]
    assert [one.due for one in months] == [38000, 38000, 115000, 0, 0]
    assert str(months[-1].moment) == "2025-09"


def test_a_month_of_which_too_little_is_known_has_no_difference(tmp_path: Path):
    law = book(tmp_path, LAW)
    months = recalculate(
        law, ("户", "救助金"), MAY, MAY, lambda _: case(law, "members: [{name: 甲}]"), {MAY: 5}
    )
    assert [(one.due, one.difference, one.needs) for one in months] == [(None, None, ("甲的工资",))]


def test_a_persons_benefit_is_that_persons(tmp_path: Path):
    law = book(tmp_path, rule("return 人.工资", name="津贴", who="人", more='给付="月"'))
    one = case(law, "members: [{name: 甲, 工资: 1}, {name: 乙, 工资: 2}]")
    for label, due in (("甲", 100), ("乙", 200)):
        (month,) = recalculate(law, ("人", "津贴"), MAY, MAY, lambda _: one, {}, label=label)
        assert month.due == due


def test_nothing_was_paid_before_the_first_month_is_asked(tmp_path: Path):
    law = book(tmp_path, LAW)
    one = case(law, "members: [{name: 甲, 工资: 0}]")
    months = recalculate(
        law, ("户", "救助金"), Moment(2024, 12), Moment(2025, 1), lambda _: one, {}
    )
    assert [(str(m.moment), m.paid, m.difference) for m in months] == [
        ("2024-12", 0, 88000), ("2025-01", 0, 88000),
    ]  # fmt: skip
