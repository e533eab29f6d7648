"""Whoever holds the database and changes what was found is found out."""

from __future__ import annotations

import pytest
from django.db import connection

from yingzhou.kernel.assessments.invariants import as_it_was_made, two_signed
from yingzhou.kernel.assessments.models import Assessment

from .conftest import ALL_ALONE

pytestmark = pytest.mark.django_db


def test_the_check_finds_a_sheet_that_was_changed_behind_its_back(world):
    made = world.sign(world.assess(world.ask()))
    assert list(as_it_was_made()) == []
    assert list(two_signed()) == []
    _past_the_trigger()
    Assessment.objects.filter(pk=made.pk).update(
        content={**made.content, "values": {**ALL_ALONE, "eats": "不能"}}, second=None
    )
    assert list(as_it_was_made()) == [f"评估 {made.pk}: 内容和摘要对不上"]
    assert list(two_signed()) == [f"评估 {made.pk}: 没有两个人的签字"]


def _past_the_trigger() -> None:
    with connection.cursor() as cursor:
        table = "assessments_assessment"
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER assessments_fixed")
        else:
            cursor.execute("DROP TRIGGER assessments_fixed")
