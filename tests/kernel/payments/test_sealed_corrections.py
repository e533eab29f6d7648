"""A fact of a year that is sealed turns out wrong: what is owed or too much is settled in an open
month, by a line or a claim of its own that names the sealed month; the file stays as it was."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.payments.conftest import BOSS, CLERK, DIBAO, MARCH, at, computed
from tests.kernel.payments.test_corrections import broken, net
from tests.kernel.payments.test_sealing import pay, seal
from yingzhou.kernel.ledger import selectors as books
from yingzhou.kernel.payments import formats
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import Correction, Recovery, Run, RunLine, SealedYear
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.payments.selectors import history
from yingzhou.kernel.payments.services import approving, banking, claiming, recovering, sealing
from yingzhou.kernel.people import services as people

pytestmark = pytest.mark.django_db(transaction=True)
FEBRUARY, NEXT = date(2027, 2, 1), date(2027, 3, 1)


@pytest.fixture
def sealed(village, accounts, stop_clock) -> SealedYear:
    """2026 went to its file; it is the first of February 2027."""
    pay()
    row = seal()
    assert not RunLine.objects.exists()
    stop_clock(at(FEBRUARY))
    return row


@pytest.fixture
def whole(sealed) -> bytes:
    return (files.root() / sealed.name).read_bytes()


def untouched(sealed: SealedYear, whole: bytes) -> bool:
    row = SealedYear.objects.get(pk=sealed.pk)
    same_row = (row.digest, row.total, row.lines_count, row.state) == (
        sealed.digest, sealed.total, sealed.lines_count, sealed.state,
    )  # fmt: skip
    return same_row and (files.root() / sealed.name).read_bytes() == whole


def earned(village, wage: int, until: date | None = date(2026, 4, 1)) -> None:
    people.set_income(
        person=village.mother, since=MARCH, figures={"wage": wage}, source="税务比对",
        actor=CLERK, at=at(FEBRUARY, 9), **({"until": until} if until else {}),
    )  # fmt: skip


def approved(month: date) -> Run:
    run = computed(month)
    return approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(month, 15))


def answered(run: Run) -> None:
    file = banking.send(run=run.pk, actor=CLERK, at=at(run.month, 16))
    rows = [Answer(one.seq, one.amount, True, "") for one in file.transfers.order_by("seq")]
    banking.answer(text=formats.from_bank(file.number, rows), actor=CLERK, at=at(run.month, 17))


def test_what_is_owed_of_a_sealed_month_is_a_line_of_an_open_one(village, sealed, whole):
    was = net(DIBAO, MARCH, village.home.pk)
    earned(village, 30_000)
    february = approved(FEBRUARY)
    line = february.lines.get(benefit=DIBAO, month=MARCH)
    assert (line.correction, line.amount, line.before, line.why) == (1, 300_00, was, "arrears")
    row = Correction.objects.get()
    assert (row.month, row.paid, row.due) == (MARCH, was, was + 300_00)
    assert net(DIBAO, MARCH, village.home.pk) == was + 300_00, "file and table together"
    answered(february)
    assert untouched(sealed, whole)
    assert broken() == []
    assert not approved(NEXT).corrections.exists(), "put right once"


def test_what_was_too_much_of_a_sealed_month_is_heard_decided_and_comes_back_now(
    village, sealed, whole
):
    was = net(DIBAO, MARCH, village.home.pk)
    earned(village, 80_000)
    february = approved(FEBRUARY)
    assert not february.lines.filter(month=MARCH).exists()
    row = Recovery.objects.get()
    assert (row.state, row.amount, row.months.get().month) == ("proposed", 200_00, MARCH)
    claiming.say(recovery=row.pk, text="那个月加了班", actor=CLERK, at=at(FEBRUARY, 16))
    claiming.decide(recovery=row.pk, claim=True, why="属实", actor=BOSS, at=at(FEBRUARY, 17))
    recovering.receive(recovery=row.pk, amount=200_00, day=NEXT, actor=CLERK, at=at(NEXT))
    row.refresh_from_db()
    assert (row.state, books.balance(f"claimed/{DIBAO}")) == (Recovery.State.SETTLED, 0)
    assert net(DIBAO, MARCH, village.home.pk) == was - 200_00
    assert untouched(sealed, whole)
    assert broken() == []
    assert not approved(NEXT).corrections.exists()


def test_a_second_finding_about_a_sealed_month_has_the_next_number(village, sealed, whole):
    earned(village, 30_000)
    approved(FEBRUARY)
    earned(village, 10_000)
    march = approved(NEXT)
    line = march.lines.get(benefit=DIBAO, month=MARCH)
    assert (line.correction, line.amount) == (2, 200_00)
    assert untouched(sealed, whole)
    assert broken() == []


def test_a_year_that_paid_for_a_sealed_one_is_sealed_too_and_both_are_read(village, sealed, whole):
    """The arrears of March 2026 lie in the file of 2027, and a third finding builds on both."""
    was = net(DIBAO, MARCH, village.home.pk)
    earned(village, 30_000)
    february = approved(FEBRUARY)
    answered(february)
    sums = history.by_year()
    asked = sealing.ask(year=2027, actor=CLERK, at=at(date(2028, 1, 20)))
    written = sealing.write(sealed=asked)
    sealing.seal(year=2027, digest=written.digest, actor=BOSS, at=at(date(2028, 1, 20)))
    assert not RunLine.objects.exists()
    assert net(DIBAO, MARCH, village.home.pk) == was + 300_00
    assert history.last_numbers(DIBAO, MARCH, [village.home.pk]) == [(village.home.pk, 1)]
    assert history.by_year() == sums
    assert untouched(sealed, whole)
    assert broken() == []
