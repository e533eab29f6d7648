"""No line of this year yet: why, and what will come. And who acts for a grown-up reads no money,
but reads why, and how to go on."""

from __future__ import annotations

from datetime import date

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.support.residents import signed_in
from tests.web.portal.conftest import Resident
from tests.web.portal.test_money import _line
from yingzhou.core.audit import Actor
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import Award, Run, RunLine, Stop
from yingzhou.kernel.payments.services import awards
from yingzhou.kernel.people.models import Household

DIBAO, ALLOWANCE = "relief/dibao", "eldercare/senior_allowance"
CLERK = Actor(None, "甲")
MARCH = date(2026, 3, 1)


def text(answer) -> str:
    return answer.content.decode()


def granted(world, since: date = MARCH) -> Award:
    home = Household.objects.get(number="H1")
    return awards.begin(
        benefit=benefits()[DIBAO], holder=home, payee=world.mother, since=since, actor=CLERK,
        at=at(MONDAY),
    )  # fmt: skip


def run_of(month: date, *, approved: bool) -> Run:
    return Run.objects.create(
        month=month, computed_by="甲", state=Run.State.APPROVED if approved else "computed",
        approved_by="乙" if approved else "", approved_at=at(MONDAY) if approved else None,
    )  # fmt: skip


def test_a_family_that_was_granted_it_reads_since_when_and_what_is_waited_for(mother, world):
    granted(world)
    page = text(mother.get("/my/money/"))
    assert "从 2026年3月起发给您, 按月发" in page
    assert "2026年3月的: 区民政局还没有算好这次的" in page
    run_of(MARCH, approved=False)
    assert "已经算好, 等另一个人审批" in text(mother.get("/my/money/"))


def test_what_was_paid_last_year_is_no_line_of_this_one(mother, world):
    """December was paid, January to March are lacking: the page says so above the years."""
    granted(world, date(2025, 12, 1))
    run = run_of(date(2025, 12, 1), approved=True)
    RunLine.objects.create(
        run=run, benefit=DIBAO, holder=1, payee=world.mother, division=world.village,
        month=run.month, since=run.month, amount=81_000, why="new", state="paid",
    )  # fmt: skip
    page = text(mother.get("/my/money/"))
    assert "2026 年的还没有发过" in page
    assert "2026年1月的: 区民政局还没有算好这次的" in page
    _line(world.mother, 81_000)  # January
    page = text(mother.get("/my/money/"))
    assert "2026 年的还没有发过" not in page
    assert "2026年2月的" in page


def test_what_went_out_without_them_is_named_with_its_reason(mother, world):
    """The rules could not tell: nobody finds out by waiting."""
    granted(world)
    run = run_of(MARCH, approved=True)
    Stop.objects.create(
        run=run, benefit=DIBAO, holder=1, payee=world.mother, division=world.village,
        before=81_000, why=Stop.Why.UNKNOWN,
    )  # fmt: skip
    page = text(mother.get("/my/money/"))
    assert "2026年3月审批的那一次里没有您的(缺数据, 算不出)" in page
    assert "2026年4月的: 还没有到这个月" in page


def test_an_allowance_by_the_registers_goes_on_by_the_quarter(mother, world):
    run = run_of(date(2025, 12, 1), approved=True)
    RunLine.objects.create(
        run=run, benefit=ALLOWANCE, holder=world.mother.pk, payee=world.mother,
        division=world.village, month=run.month, since=date(2025, 10, 1), amount=54_000,
        why="same", state="paid",
    )  # fmt: skip
    page = text(mother.get("/my/money/"))
    assert "2026年1月到3月的, 一次发" in page
    assert "按登记直接发, 不用申请" in page


def test_an_allowance_goes_on_where_nothing_has_gone_out_to_anybody_since(mother, world):
    """The years before this system are sealed and its own have not begun."""
    june = date(2025, 6, 1)
    RunLine.objects.create(
        run=run_of(june, approved=True), benefit=ALLOWANCE, holder=world.mother.pk,
        payee=world.mother, division=world.village, month=june, since=date(2025, 4, 1),
        amount=54_000, why="same", state="paid",
    )  # fmt: skip
    page = text(mother.get("/my/money/"))
    assert "2025年7月到9月的, 一次发" in page
    assert "现在也没有要发给您的补助" not in page
    for month in (date(2025, 9, 1), date(2025, 12, 1)):
        run_of(month, approved=True)
    page = text(mother.get("/my/money/"))
    assert "一次发" not in page, "twice without them: it has ended"


def test_an_award_that_has_ended_brings_nothing(mother, world):
    award = granted(world, date(2026, 1, 1))
    awards.end(award=award.pk, last=date(2026, 1, 31), why="收入超过标准", actor=CLERK,
               at=at(MONDAY))  # fmt: skip
    page = text(mother.get("/my/money/"))
    assert "下一笔" not in page
    assert "还没有发过" in page


def test_who_acts_for_a_grown_up_is_told_what_is_shut_why_and_what_to_do(world, mandate):
    mandate(world.son)
    granted(world)
    agent = Resident(signed_in(world.son))
    agent.post("/my/acting/", **{"for": str(world.mother.pk)})
    answer = agent.get("/my/money/")
    assert answer.status_code == 403
    page = text(answer)
    assert "领的钱, 只给本人看" in page
    assert "请 王秀英 本人登录" in page
    assert "2026年3月" not in page


def test_who_acts_in_one_service_alone_is_told_so(world, mandate):
    mandate(world.son, DIBAO)
    agent = Resident(signed_in(world.son))
    agent.post("/my/acting/", **{"for": str(world.mother.pk)})
    assert "委托只包括写明的那几件事" in text(agent.get("/my/money/"))


def test_a_mother_reads_what_comes_to_her_child(world):
    child = factories.person("王小宝", date(2015, 1, 1), home=world.village, household="H1")
    factories.kin(child, world.mother)
    parent = Resident(signed_in(world.mother))
    parent.post("/my/acting/", **{"for": str(child.pk)})
    _line(child, 33_300)
    assert "333.00" in text(parent.get("/my/money/"))
