"""我家: what the family gets and why, when somebody comes to look, who looked at the register."""

from __future__ import annotations

from datetime import date

from tests.kernel.cases.conftest import MONDAY, at
from tests.support.residents import signed_in
from yingzhou.core import audit
from yingzhou.core.periods import Period, Unit
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.catalogue import versions
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import Award, Heard, Run, RunLine
from yingzhou.kernel.payments.services import awards, sealing
from yingzhou.kernel.people.models import Enrolment, Household
from yingzhou.kernel.visits.services import ask_for_visit
from yingzhou.kernel.visits.services.asking import Law
from yingzhou.programmes.assistance.relief.models import ExitFinding
from yingzhou.programmes.assistance.relief.services import exits

WE = "/my/household/"


def _award(world) -> Award:
    return awards.begin(
        benefit=benefits()["relief/dibao"], holder=Household.objects.get(number="H1"),
        payee=world.mother, since=date(2025, 12, 9), actor=audit.Actor(1, "乡镇"), at=at(MONDAY),
    )  # fmt: skip


def _paid(world, award: Award, amount: int) -> None:
    month = date(2026, 2, 1)
    run = Run.objects.create(month=month, computed_by="甲", approved_by="乙", rules="x")
    RunLine.objects.create(
        run=run, benefit=award.benefit, holder=award.holder, payee=world.mother,
        division=world.village, month=month, since=month, persons=2, amount=amount, why="new",
    )  # fmt: skip


def test_a_family_that_gets_nothing_is_shown_the_way(mother):
    page = mother.get(WE).content.decode()
    assert "现在没有在领的补助" in page
    assert "/services/what-can-i-get/" in page


def test_everybody_of_the_household_reads_what_it_gets(
    mother, world, django_assert_max_num_queries
):
    award = _award(world)
    _paid(world, award, 81_000)
    mother.get(WE)
    with django_assert_max_num_queries(12):
        page = mother.get(WE).content.decode()
    assert "2026年2月 810.00 元" in page
    assert "2025年12月起" in page
    assert "王建国" in page
    son = signed_in(world.son).get(WE).content.decode()
    assert "2026年2月 810.00 元" in son


def test_before_this_years_first_money_the_last_of_the_sealed_year_is_told(
    mother, world, settings, tmp_path, stop_clock, django_assert_max_num_queries
):
    settings.VAR_DIR, settings.SEALED_ROOT = tmp_path, tmp_path / "sealed"
    _paid(world, _award(world), 81_000)
    Run.objects.update(state=Run.State.ANSWERED, total=81_000, lines_count=1)
    RunLine.objects.update(state=RunLine.State.PAID)
    clerk, boss, day = audit.Actor(None, "甲"), audit.Actor(None, "乙"), at(date(2027, 1, 20))
    row = sealing.write(sealed=sealing.ask(year=2026, actor=clerk, at=day))
    sealing.seal(year=2026, digest=row.digest, actor=boss, at=day)
    stop_clock(at(date(2027, 1, 21)))
    mother.get(WE)
    with django_assert_max_num_queries(12):
        page = mother.get(WE).content.decode()
    assert "2026年2月 810.00 元" in page
    (settings.SEALED_ROOT / row.name).unlink()
    assert mother.get(WE).status_code == 200
    assert "2026年的记录正在恢复" in mother.get("/my/money/").content.decode()


def test_the_next_visit_and_what_is_being_asked_are_told(mother, world, stop_clock):
    award = _award(world)
    ask_for_visit(
        kind="review", subject=award.household, asked_by="test", reason="复核",
        law=Law(Period(10, Unit.DAYS), "内部规定"), at=at(MONDAY),
    )  # fmt: skip
    exits.open_finding(
        key="test", award=award, source=exits.Source.VISIT, ground="儿子上班了", at=at(MONDAY)
    )
    page = mother.get(WE).content.decode()
    assert "2026年3月12日 以前有两位工作人员上门复核" in page
    assert "正在核实, 决定以前照发" in page
    assert "看核实到哪里, 说您的意见" in page
    assert "领款的那位家人会收到通知" in signed_in(world.son).get(WE).content.decode()
    stop_clock(at(date(2026, 3, 13)))
    page = signed_in(world.mother).get(WE).content.decode()
    assert "原定 2026年3月12日 以前上门复核, 还没有来过" in page


def test_what_was_decided_after_a_hearing_is_told_with_its_month(mother, world):
    """Who was heard reads what it will be, and no more that nothing is decided."""
    award = _award(world)
    _paid(world, award, 81_000)
    exits.open_finding(
        key="test", award=award, source=exits.Source.VISIT, ground="儿子上班了", at=at(MONDAY)
    )
    case = ExitFinding.objects.get().case
    made = {"award": award, "case": case, "before": 81_000, "made_at": at(MONDAY)}
    Heard.objects.create(month=date(2026, 4, 1), amount=20_050, step=1, **made)
    page = mother.get(WE).content.decode()
    assert "2026年4月起每月 200.50 元" in page
    assert "正在核实" not in page
    Heard.objects.update(revoked_at=at(MONDAY))
    assert "200.50" not in mother.get(WE).content.decode()


def _granted(world, code: str, amount: int | None = None) -> Case:
    """Decided on Monday, whatever came before."""
    versions.sync(at(MONDAY))
    case = Case.objects.create(
        number="2026-310151101-900001", place=world.town, year=2026, running=900_001, item=code,
        version=ItemVersion.objects.get(code=code), applicant=world.mother, home=world.village,
        channel="counter", stage="granted", by="", is_open=False, outcome="granted",
        received_at=at(MONDAY), stage_since=at(MONDAY), answers={},
    )  # fmt: skip
    Decision.objects.create(
        case=case, step=1, result="grant", reason="", article="", amount=amount, made_at=at(MONDAY)
    )
    return case


def test_a_family_that_was_found_to_be_on_the_edge_reads_so(mother, world):
    case = _granted(world, "relief/dibao_edge")
    page = mother.get(WE).content.decode()
    assert "最低生活保障边缘家庭" in page
    assert "2026年3月2日认定" in page
    assert case.number in page
    assert case.number not in signed_in(world.son).get(WE).content.decode()
    Decision.objects.update(revoked_at=at(MONDAY))
    assert "最低生活保障边缘家庭" not in mother.get(WE).content.decode()


def test_who_was_recognised_with_nothing_to_be_paid_waits_for_no_money(mother, world):
    """刚性支出: the expenses weigh, and the income is above the line all the same."""
    case = _granted(world, "relief/rigid", amount=0)
    awards.begin(
        benefit=benefits()["relief/rigid"], holder=Household.objects.get(number="H1"),
        payee=world.mother, since=date(2026, 4, 1), actor=audit.Actor(1, "乡镇"), at=at(MONDAY),
        case=case,
    )  # fmt: skip
    page = mother.get(WE).content.decode()
    assert "已经认定; 按规则算, 现在不发钱" in page
    assert "还没有开始" not in page


def test_what_begins_next_month_is_there_already(mother, world):
    awards.begin(
        benefit=benefits()["relief/dibao"], holder=Household.objects.get(number="H1"),
        payee=world.mother, since=date(2026, 4, 9), actor=audit.Actor(1, "乡镇"), at=at(MONDAY),
    )  # fmt: skip
    page = mother.get(WE).content.decode()
    assert "还没有开始, 从2026年4月的那一次起发" in page
    assert "现在没有在领的补助" not in page


def test_it_is_found_from_ones_own_page(mother):
    assert WE in mother.get("/my/").content.decode()


def test_the_next_review_is_told_long_before_a_visit_is_asked_for(
    mother, world, django_assert_max_num_queries
):
    _award(world)
    Enrolment.objects.create(roll="dibao", person=world.mother, valid_from=date(2025, 12, 9))
    mother.get(WE)
    with django_assert_max_num_queries(12):
        page = mother.get(WE).content.decode()
    assert "2026年6月9日 以前有两位工作人员上门复核" in page
