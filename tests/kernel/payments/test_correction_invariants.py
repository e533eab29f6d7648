"""``yingzhou check`` finds what somebody with the database in hand has done to corrections: a fault
is sown, one of each kind, and found by the invariant that is there for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import F

from tests.kernel.payments.conftest import APRIL, BOSS, CLERK, DIBAO, MARCH, at
from tests.kernel.payments.test_corrections import approved, earns
from yingzhou.core.invariants import check_all
from yingzhou.kernel.payments.models import Correction, Receipt, Recovery, RecoveryMonth, RunLine
from yingzhou.kernel.payments.services import claiming

pytestmark = pytest.mark.django_db(transaction=True)
RECALCULATED = "更正过的月份, 发的减去追回的等于最后一次重算的"
BELOW = "没有哪个月更正到零以下"
EXPLAINED = "每一笔更正都有第一笔, 或者说明了为什么"
CLAIMS = "每一笔追回的钱和各月的数、退回的数、总账的数一致"


def faults() -> dict[str, list[str]]:
    return {found.name: found.faults for found in check_all() if found.count}


@pytest.fixture
def corrected(village):
    """March was 300 yuan too little and is paid in arrears."""
    approved(MARCH)
    earns(village.mother, 30_000, MARCH)
    approved(APRIL)
    assert faults() == {}


@pytest.fixture
def claimed(village):
    """March was 200 yuan too much; it is decided to ask it back."""
    approved(MARCH)
    earns(village.mother, 80_000, MARCH, APRIL)
    approved(APRIL)
    row = Recovery.objects.get()
    claiming.say(recovery=row.pk, text="属实", actor=CLERK, at=at(APRIL, 16))
    claiming.decide(recovery=row.pk, claim=True, why="属实", actor=BOSS, at=at(APRIL, 17))
    assert faults() == {}


def more() -> None:
    RunLine.objects.filter(correction=1).update(amount=F("amount") + 1)


def without_a_reason() -> None:
    Correction.objects.update(because=[])


def without_a_record() -> None:
    Correction.objects.all().delete()


def without_a_first() -> None:
    RunLine.objects.filter(month=MARCH, benefit=DIBAO, correction=0).delete()


def negative() -> None:
    RunLine.objects.filter(correction=1).update(amount=-10_000_00)


def record_says_less() -> None:
    Correction.objects.update(due=F("due") - 1)


@pytest.mark.parametrize(
    ("sown", "name", "said"),
    [
        (more, RECALCULATED, "重算"),
        (more, EXPLAINED, "差额不一样"),
        (record_says_less, RECALCULATED, "实际"),
        (without_a_reason, EXPLAINED, "没有写明为什么"),
        (without_a_record, EXPLAINED, "没有写明为什么"),
        (without_a_first, EXPLAINED, "找不到原来的那一笔"),
        (negative, BELOW, "2026年3月"),
    ],
)
def test_a_fault_sown_into_arrears_is_found(
    corrected, sown: Callable[[], None], name: str, said: str
):
    sown()
    assert any(said in one for one in faults()[name])


def claim_more() -> None:
    RecoveryMonth.objects.update(amount=10_000_00)


def nobody_decided() -> None:
    Recovery.objects.update(decided_by="", decided_at=None)


def nobody_was_told() -> None:
    Correction.objects.update(recovery=None)


def a_receipt_from_nowhere() -> None:
    row = Recovery.objects.get()
    Receipt.objects.create(
        recovery=row, amount=1, day=APRIL, made_by="某人", made_at=at(APRIL)
    )  # fmt: skip


def gone_without_a_word() -> None:
    Recovery.objects.update(state=Recovery.State.CANCELLED)


@pytest.mark.parametrize(
    ("sown", "name", "said"),
    [
        (claim_more, BELOW, "追回超过所发"),
        (claim_more, CLAIMS, "各月"),
        (claim_more, RECALCULATED, "实际"),
        (nobody_decided, CLAIMS, "没有人决定过"),
        (nobody_was_told, CLAIMS, "没有立案听取意见"),
        (a_receipt_from_nowhere, CLAIMS, "总账应追回"),
        (gone_without_a_word, CLAIMS, "应为 0.00 元"),
    ],
)
def test_a_fault_sown_into_claims_is_found(claimed, sown: Callable[[], None], name: str, said: str):
    sown()
    assert any(said in one for one in faults()[name])
