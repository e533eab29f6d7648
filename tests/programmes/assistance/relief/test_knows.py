"""What a family says it was paid is held beside what the district paid."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.payments.conftest import BOSS, MARCH, at, computed
from tests.kernel.payments.conftest import accounts as accounts  # noqa: PLC0414 - the fixture
from tests.kernel.payments.conftest import village as village  # noqa: PLC0414 - the fixture
from tests.kernel.payments.test_sealing import NEXT_YEAR, pay, seal
from yingzhou.kernel.cases import known, verified
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.payments.models import RunLine
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.payments.services import approving

pytestmark = pytest.mark.django_db
APPLY = items()["relief/dibao_phaseout"].apply
DAY = date(2026, 3, 20)


@pytest.fixture
def paid(village, stop_clock) -> int:
    stop_clock(at(DAY))
    run = computed(MARCH)
    approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(MARCH, 15))
    return RunLine.objects.get(run=run, benefit="relief/dibao").amount


def test_what_was_paid_last_is_filled_in_and_another_sum_is_a_difference(village, paid):
    found = known.prefill(APPLY, village.mother, DAY)
    assert (found["values"]["before"], found["known"]["before"]) == (paid, "救助发放")
    said = found | {"values": {**found["values"], "before": paid + 100_000}}
    today = known.beside(APPLY, village.mother, DAY, said)
    assert "before" in {one.key for one in verified.unsettled(APPLY, said, today)}


def test_who_gets_nothing_is_asked(village, paid):
    assert "before" not in known.prefill(APPLY, village.old, DAY)["values"]


def test_where_the_sealed_file_is_lost_the_family_is_asked_and_the_page_stands(
    village, accounts, stop_clock
):
    pay()
    amount = RunLine.objects.get(benefit="relief/dibao").amount
    sealed = seal()
    stop_clock(at(NEXT_YEAR))
    assert known.prefill(APPLY, village.mother, NEXT_YEAR)["values"]["before"] == amount
    (files.root() / sealed.name).unlink()
    assert "before" not in known.prefill(APPLY, village.mother, NEXT_YEAR)["values"]
