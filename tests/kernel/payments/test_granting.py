"""Emergency help is decided, gathered into a batch, approved by another person and paid; or handed
over the counter at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.kernel.cases.conftest import world as world  # noqa: PLC0414 - the fixture
from tests.kernel.payments.conftest import BACKEND, BOSS, CLERK, at, give_account
from yingzhou.core.audit import SYSTEM
from yingzhou.core.invariants import check_all
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.ledger.models import EntryLine
from yingzhou.kernel.payments import formats
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import Grant, MonthTotal, PayeeAccount, Recovery, Run, RunLine
from yingzhou.kernel.payments.selectors import grants, history
from yingzhou.kernel.payments.services import approving, banking, granting
from yingzhou.kernel.people.services import record_life_event

pytestmark = pytest.mark.django_db(transaction=True)
HELP = "relief/temporary"
TUESDAY, FRIDAY = date(2026, 3, 3), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def _tuesday(stop_clock, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.SEALED_ROOT = tmp_path / "sealed"
    stop_clock(at(TUESDAY))


def asked(world, account: str = "6222000011112222") -> Case:
    """Nothing to eat today: the town helps first."""
    item = items()[HELP]
    found = known.prefill(item.apply, world.mother, MONDAY)
    found["values"] |= {"event": "意外", "story": "房子着火", "urgent": True, "need": 900_000,
                        "lasts": 2, "account": account, "phone": "13900000000"}  # fmt: skip
    found["papers"] = [paper.key for paper in item.apply.materials]
    request = Request(item, world.mother, "counter", found, place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(case, "urgent", world.clerk, MONDAY, words="没有地方住")
    return case


def helped(world, by: str = "", **more) -> Case:
    case = asked(world, **more)
    world.step(case, "pay", world.approver, TUESDAY, assessed=900_000, months=2, paid_by=by)
    return case


def gathered() -> Run:
    return granting.gather(actor=CLERK, at=at(TUESDAY, 11))


def approved() -> Run:
    run = gathered()
    return approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(TUESDAY, 12))


def paid() -> Run:
    run = approved()
    file = banking.send(run=run.pk, actor=CLERK, at=at(TUESDAY, 13))
    rows = [Answer(one.seq, one.amount, True, "") for one in file.transfers.order_by("seq")]
    banking.answer(text=formats.from_bank(file.number, rows), actor=CLERK, at=at(TUESDAY, 14))
    return run


def faults() -> dict[str, list[str]]:
    return {found.name: found.faults for found in check_all() if found.count}


def test_help_first_waits_for_the_next_batch_and_arrives(world):
    case = helped(world)
    amount = Decision.objects.get(case=case).amount
    grant = Grant.objects.get()
    assert (grant.amount, grant.way, grant.run) == (amount, "card", None)
    assert str(PayeeAccount.objects.get(person=world.mother).number) == "6222000011112222"
    assert [one.became for one in grants.of_person(world.mother.pk)] == ["等下一批"]
    run = paid()
    assert (run.number, run.lines.get().state) == (1, RunLine.State.PAID)
    assert [one.became for one in grants.of_person(world.mother.pk)] == ["已到账"]
    assert [one.amount for one in history.of_person(world.mother.pk)] == [amount]
    assert MonthTotal.objects.get(benefit=HELP).amount == amount
    assert faults() == {}


def test_said_twice_it_is_granted_once_and_goes_out_once(world):
    case = helped(world)
    granting.keep_by_decision(case=case.pk, seq=case.steps_taken)
    assert Grant.objects.count() == 1
    approved()
    with pytest.raises(PaymentFault, match="没有待发"):
        gathered()


def test_nobody_approves_what_they_gathered(world):
    helped(world)
    run = gathered()
    with pytest.raises(PaymentFault, match="不能是同一个人"):
        approving.approve(run=run.pk, total=run.total, actor=CLERK, at=at(TUESDAY))


def test_gathered_again_before_approval_it_is_one_batch(world):
    helped(world)
    first, again = gathered(), gathered()
    assert (first.pk, again.lines_count) == (again.pk, 1)


def test_cash_over_the_counter_is_in_the_books_with_the_decision_and_in_no_batch(world):
    helped(world, by="当场给现金")
    grant = Grant.objects.get()
    assert grant.way == "cash"
    with pytest.raises(PaymentFault, match="没有待发"):
        gathered()
    entered = EntryLine.objects.filter(entry__key=f"grant:{grant.pk}:handed")
    assert sorted(line.amount for line in entered) == [-grant.amount, grant.amount]
    assert [one.became for one in grants.of_person(world.mother.pk)] == ["当场给了"]


def test_a_decision_that_falls_before_the_money_went_stops_it(world):
    case = helped(world)
    run = gathered()
    _opened_again(case, world)
    with pytest.raises(PaymentFault, match="重新汇总"):
        approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(TUESDAY))
    assert [one.became for one in grants.of_person(world.mother.pk)] == ["决定已撤销, 不发"]


def test_what_has_gone_out_is_theirs_until_the_new_decision_and_then_asked_back(world):
    case = helped(world)
    paid()
    _opened_again(case, world)
    assert not Recovery.objects.exists()
    case.refresh_from_db()
    why = "申请材料是别人的, 本人家里没有遇到困难"
    world.step(case, "unfit", world.clerk, TUESDAY, words=why, visited_on="2026-03-03",
               visitors="张三、李四", living="家里没有困难")  # fmt: skip
    world.step(case, "refuse", world.approver, TUESDAY, words=why)
    assert Recovery.objects.get().amount == Grant.objects.get().amount
    assert faults() == {}


@pytest.mark.parametrize(("months", "new", "asked_back"), [(3, 1, 0), (1, 1, 1)])
def test_decided_again_only_the_difference_is_paid_or_what_was_too_much_asked_back(
    world, months, new, asked_back
):
    case = helped(world)
    first = Decision.objects.get(case=case).amount
    paid()
    _opened_again(case, world)
    case.refresh_from_db()
    world.step(case, "urgent", world.clerk, TUESDAY, words="没有地方住")
    world.step(case, "pay", world.approver, TUESDAY, assessed=900_000, months=months)
    now = Decision.objects.get(case=case, revoked_at=None).amount
    waits = [one.amount for one in granting.waiting()]
    assert waits == ([now - first] if now > first else [now] if now < first else [])
    assert Recovery.objects.count() == (1 if now < first else 0)
    assert (len(waits), Recovery.objects.count()) == (new, asked_back)


def _opened_again(case: Case, world) -> None:
    case.refresh_from_db()
    world.step(case, "completed", world.clerk, TUESDAY, visited_on="2026-03-03",
               visitors="张三、李四", living="一家人暂住村委会")  # fmt: skip
    approver = factories.user_with("approver", world.town)
    reopen(case=case.pk, user=approver, stage="check", words="记错了人", at=at(TUESDAY, 15))


def test_who_died_before_the_batch_is_not_paid(world):
    helped(world)
    record_life_event(person=world.mother, kind="death", on=MONDAY, source="x", actor=SYSTEM,
                      at=at(TUESDAY))  # fmt: skip
    with pytest.raises(PaymentFault, match="没有待发"):
        gathered()


def test_two_helps_in_one_month_are_two_lines(world):
    helped(world)
    approved()
    Grant.objects.create(
        benefit=HELP, case=Case.objects.get(), step=99, holder=Grant.objects.get().holder,
        payee=world.mother, division=world.village, amount=5_000, decided_at=at(TUESDAY),
        decided_by="x",
    )  # fmt: skip
    run = approved()
    assert (run.number, run.lines.get().correction) == (2, 1)
    assert faults() == {}


def test_a_sum_that_somebody_changed_is_found(world):
    helped(world)
    paid()
    RunLine.objects.filter(why="once").update(amount=1)
    assert "一次性救助: 每一笔有决定, 发的和决定的一样多" in faults()


def test_cash_that_is_in_no_book_is_found(world):
    helped(world, by="给实物")
    assert faults() == {}
    Grant.objects.update(amount=1)
    assert list(faults()) == ["一次性救助: 当场给的都记了账"]


def test_the_pages_show_what_waits_gather_it_and_say_what_became_of_it(world):
    give_account(world.mother)
    helped(world)
    client = Client()
    client.force_login(factories.user_with("finance"), backend=BACKEND)
    assert "等下一批" in client.get("/desk/payments/grants/").content.decode()
    made = client.post("/desk/payments/grants/gather/", follow=True).content.decode()
    assert "一次性救助第 1 批" in made
    assert "哪些救助" in made
    run = Run.objects.get()
    behind = client.get(f"/desk/payments/{run.pk}/lines/?benefit={HELP}&why=once")
    assert "一次性" in behind.content.decode()
    again = client.post("/desk/payments/grants/gather/", follow=True)
    assert again.status_code == 200
    assert "待审批" in client.get("/desk/payments/grants/?state=all").content.decode()
    boss = Client()
    boss.force_login(factories.user_with("treasurer"), backend=BACKEND)
    assert boss.post("/desk/payments/grants/gather/").status_code == 403
    boss.post(f"/desk/payments/{run.pk}/approve/", {"total": run.total})
    assert "没有待发的" in client.get("/desk/payments/grants/").content.decode()
