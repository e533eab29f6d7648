"""What came to somebody, as they read it themselves."""

from __future__ import annotations

from datetime import date

from yingzhou.core import clock
from yingzhou.kernel.payments.models import Run, RunLine


def _line(person, amount: int, approved: str = "乙") -> None:
    run, _ = Run.objects.get_or_create(
        month=date(2026, 1, 1), number=0 if approved else 1,
        defaults={"computed_by": "甲", "approved_by": approved, "approved_at": clock.now()},
    )  # fmt: skip
    place = person.residences.first().division
    RunLine.objects.create(
        run=run, benefit="relief/dibao", holder=person.pk, payee=person, division=place,
        month=date(2026, 1, 1), since=date(2026, 1, 1), persons=2, amount=amount,
        correction=run.number, why="new", state="paid",
    )  # fmt: skip


def test_one_reads_what_one_got_and_only_what_was_approved(mother, world):
    assert "还没有发过" in mother.get("/my/money/").content.decode()
    _line(world.mother, 81_000)
    _line(world.mother, 99_000, approved="")
    _line(world.son, 12_300)
    page = mother.get("/my/money/").content.decode()
    assert "810.00" in page
    assert "全家 2 人" in page
    assert "990.00" not in page
    assert "123.00" not in page


def test_it_is_found_from_ones_own_page(mother):
    assert "/my/money/" in mother.get("/my/").content.decode()
