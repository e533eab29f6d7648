"""A year that is over goes to a file for good, and is read as if it still stood in the table."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.payments.conftest import ALLOWANCE, BOSS, CLERK, DIBAO, MARCH, at, computed
from yingzhou.core.invariants import check_all
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.faults import LedgerFault
from yingzhou.kernel.ledger.selectors import open_months
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books, formats
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import MonthTotal, Recovery, RunLine, SealedYear
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.payments.selectors import history, years
from yingzhou.kernel.payments.selectors.paid import paid_in
from yingzhou.kernel.payments.services import approving, banking, sealing

NEXT_YEAR = date(2027, 1, 20)


def pay(*failed: int):
    run = computed(MARCH)
    approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(MARCH))
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    rows = [
        Answer(one.seq, one.amount, one.seq not in failed, "已销户" if one.seq in failed else "")
        for one in file.transfers.order_by("seq")
    ]
    banking.answer(text=formats.from_bank(file.number, rows), actor=CLERK, at=at(MARCH))
    return run


@pytest.fixture
def paid(village, accounts):
    return pay()


def asked() -> SealedYear:
    return sealing.ask(year=2026, actor=CLERK, at=at(NEXT_YEAR))


def seal() -> SealedYear:
    row = sealing.write(sealed=asked())
    return sealing.seal(year=2026, digest=row.digest, actor=BOSS, at=at(NEXT_YEAR))


def faults() -> dict[str, list[str]]:
    return {found.name: found.faults for found in check_all() if found.count}


def test_after_sealing_everything_reads_as_before(village, paid):
    lines, total = paid.lines.count(), paid.total
    persons = (village.old.pk, village.mother.pk)
    before = [history.of_person(one) for one in persons]
    allowance = paid_in(ALLOWANCE, MARCH)
    years = history.by_year()
    row = seal()
    assert (row.lines_count, row.total, row.state) == (lines, total, SealedYear.State.SEALED)
    assert not RunLine.objects.exists()
    for one, was in zip(persons, before, strict=True):
        now = history.of_person(one)
        assert was
        assert [(p.month, p.since, p.benefit, p.persons, p.amount) for p in now] == [
            (p.month, p.since, p.benefit, p.persons, p.amount) for p in was
        ]
    sealed = paid_in(ALLOWANCE, MARCH)
    assert sealed.amount.tolist() == allowance.amount.tolist()
    assert sealed.holder.tolist() == allowance.holder.tolist()
    assert history.by_year() == years
    assert faults() == {}


def test_what_an_award_gave_last_is_found_in_the_sealed_year(village, paid):
    amount = paid.lines.get(benefit=DIBAO, holder=village.home.pk).amount
    assert history.last_sealed_month(DIBAO, village.home.pk) is None
    seal()
    assert history.last_sealed_month(DIBAO, village.home.pk) == (MARCH, amount)
    assert history.last_sealed_month(DIBAO, village.home.pk + 1000) is None
    assert history.last_sealed(DIBAO, [village.home.pk + 1000]) == {}


def test_the_books_of_a_sealed_year_are_locked(village, paid):
    seal()
    assert open_months() == []
    with pytest.raises(LedgerFault, match="已经锁定"):
        ledger.post(
            key="late", lines={books.bank(): 1, books.petty("x"): -1}, text="迟到",
            day=MARCH, by=By("甲"), at=at(NEXT_YEAR),
        )  # fmt: skip


def test_sums_by_town_are_kept_when_the_money_is_approved(village, paid):
    sums = MonthTotal.objects.filter(run=paid)
    assert sum(one.amount for one in sums) == paid.total
    assert {one.benefit for one in sums} == {DIBAO, ALLOWANCE}
    assert {one.division.level for one in sums} == {2}, "towns, not villages"


def test_who_asks_for_it_does_not_seal_it(paid):
    row = sealing.write(sealed=asked())
    with pytest.raises(PaymentFault, match="另一个人"):
        sealing.seal(year=2026, digest=row.digest, actor=CLERK, at=at(NEXT_YEAR))
    assert RunLine.objects.exists()


def test_a_year_is_not_sealed_before_it_is_over_nor_while_money_waits(village, accounts):
    pay(1)
    with pytest.raises(PaymentFault, match="还没有过完"):
        sealing.ask(year=2026, actor=CLERK, at=at(date(2026, 12, 31)))
    with pytest.raises(PaymentFault, match="1 笔还没有到账"):
        asked()


def test_nor_while_something_is_being_asked_back(village, paid):
    line = paid.lines.first()
    claim = Recovery.objects.create(
        benefit=line.benefit, holder=line.holder, payee=line.payee, amount=1, why="多发",
        opened_at=at(MARCH), opened_by="甲",
    )  # fmt: skip
    claim.lines.add(line)
    with pytest.raises(PaymentFault, match="1 件还在追回"):
        asked()
    Recovery.objects.update(state=Recovery.State.SETTLED)
    assert seal().state == SealedYear.State.SEALED
    assert Recovery.objects.get().why == "多发"


def test_what_changed_after_it_was_written_is_not_sealed(paid):
    row = sealing.write(sealed=asked())
    RunLine.objects.filter(benefit=ALLOWANCE).update(amount=1)
    with pytest.raises(PaymentFault, match="写出以后有变动"):
        sealing.seal(year=2026, digest=row.digest, actor=BOSS, at=at(NEXT_YEAR))


def test_a_file_that_was_written_again_must_be_looked_at_again(paid):
    with pytest.raises(PaymentFault, match="还没有写出"):
        sealing.seal(year=2026, digest="", actor=BOSS, at=at(NEXT_YEAR))
    sealing.write(sealed=asked())
    with pytest.raises(PaymentFault, match="重新核对"):
        sealing.seal(year=2026, digest="another", actor=BOSS, at=at(NEXT_YEAR))


def test_sealing_twice_is_sealing_once(paid):
    first = seal()
    again = sealing.seal(year=2026, digest=first.digest, actor=BOSS, at=at(NEXT_YEAR))
    assert again.sealed_at == first.sealed_at
    with pytest.raises(PaymentFault, match="已经封存"):
        asked()


def test_no_month_of_a_sealed_year_is_computed_again(paid, stop_clock):
    seal()
    stop_clock(at(NEXT_YEAR))
    with pytest.raises(PaymentFault, match="已经封存"):
        computed(date(2026, 5, 1))
    with pytest.raises(PaymentFault, match="请核对月份"):
        computed(date(2015, 1, 1))  # a slip of the finger: nothing was ever paid through here then


def test_a_changed_or_lost_file_is_found(paid):
    path = files.root() / seal().name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert "和封存时不一样" in faults()["封存的年度没有被改动"][0]
    path.unlink()
    assert "不见了" in faults()["封存的年度没有被改动"][0]


@pytest.mark.parametrize("kept", [b"", None])
def test_what_was_changed_is_not_shown_as_if_it_were_sealed_nor_paid_by(village, paid, kept):
    """The pages say which year cannot be read, and show the others."""
    name = seal().name
    path = files.root() / name
    path.write_bytes(path.read_bytes()[:-1]) if kept is not None else path.unlink()
    sealed = history.sealed_years()
    assert history.of_person(village.mother.pk, sealed) == []
    assert history.unread(sealed) == [2026]
    assert history.last_sealed_month(DIBAO, village.home.pk, sealed) is None
    (row,) = years.years(NEXT_YEAR, 2026).rows
    assert name in row.fault
    with pytest.raises(PaymentFault, match="从备份恢复"):
        history.last_sealed(DIBAO, [village.home.pk])


def test_changed_sums_are_found(paid):
    MonthTotal.objects.filter(benefit=ALLOWANCE).update(amount=1)
    assert "各乡镇各月的合计和发放明细一致" in faults()
    MonthTotal.objects.filter(benefit=ALLOWANCE).update(amount=3 * 180_00)
    seal()
    assert faults() == {}
    MonthTotal.objects.filter(benefit=ALLOWANCE).update(amount=1)
    assert "各乡镇各月的合计和文件里的不一样" in faults()["封存的年度没有被改动"][0]


def test_lines_that_come_back_into_the_table_are_found(paid):
    line = paid.lines.first()
    seal()
    line.save(force_insert=True)
    assert "明细表里还有" in faults()["封存的年度没有被改动"][0]
