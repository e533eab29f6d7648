"""The pages of whoever assesses: what is due, the sheet at the bedside, the second signature."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.assessments.models import Assessment, Task

from .conftest import ALL_ALONE

pytestmark = pytest.mark.django_db(transaction=True)


def text(answer) -> str:
    return answer.content.decode()


def filled(world, **more):
    return {
        "uuid": str(uuid.uuid4()), "assessed_on": "2026-03-02", "place": "家里",
        "second": world.second.pk, **ALL_ALONE, **more,
    }  # fmt: skip


def test_what_is_due_is_found_filled_in_and_signed_by_two(world):
    task, first = world.ask(), world.client(world.first)
    page = text(first.get("/desk/assessments/"))
    assert "陈阿根" in page
    assert "还有 14 天" in page
    sheet = text(first.get(f"/desk/assessments/tasks/{task.pk}/"))
    assert "能自己洗澡吗?" in sheet
    assert "没有核实" in sheet  # how long it holds is the house's own
    answer = first.post(f"/desk/assessments/tasks/{task.pk}/", filled(world, bathes="不能"))
    made = Assessment.objects.get()
    assert answer["Location"] == f"/desk/assessments/{made.pk}/"
    second = world.client(world.second)
    assert "陈阿根" in text(second.get("/desk/assessments/?tab=confirm"))
    assert "确认, 是这样" in text(second.get(f"/desk/assessments/{made.pk}/"))
    second.post(f"/desk/assessments/{made.pk}/confirm/", {"agrees": "1"})
    page = text(second.get(f"/desk/assessments/{made.pk}/"))
    assert "部分丧失" in page
    assert "怎样算出来的" in page
    assert "陈阿根" in text(first.get("/desk/assessments/?tab=done"))


def test_what_was_typed_stays_where_something_is_lacking(world):
    task, first = world.ask(), world.client(world.first)
    page = text(
        first.post(
            f"/desk/assessments/tasks/{task.pk}/", filled(world, second="", words="躺在床上")
        )
    )
    assert "请选另一位" in page
    assert "躺在床上" in page
    assert not Assessment.objects.exists()


def test_reading_it_is_put_down_and_it_is_not_for_everybody(world):
    made = world.sign(world.assess(world.ask()))
    address = f"/desk/assessments/{made.pk}/"
    elsewhere = factories.user_with("town", factories.town("堡镇"))
    assert world.client(elsewhere).get(address).status_code == 404
    assert world.client(world.village_officer).get(address).status_code == 403
    assert world.client(world.third).get(address).status_code == 200
    assert AuditEntry.objects.filter(action="assessments.view").count() == 1


def test_a_dispute_is_put_down_at_the_desk(world):
    made = world.sign(world.assess(world.ask()))
    third = world.client(world.third)
    third.post(f"/desk/assessments/{made.pk}/dispute/", {"words": "洗澡要人扶"})
    assert "有人不同意: 洗澡要人扶" in text(third.get(f"/desk/assessments/{made.pk}/"))
    task = Task.objects.get(disputes=made)
    sheet = text(world.client(world.first).get(f"/desk/assessments/tasks/{task.pk}/"))
    assert "上次是您评的" in sheet
    assert "登记评估</button>" not in sheet


def test_no_page_asks_too_often(world):
    for number in range(30):
        world.ask(asked_by=f"t{number}")
    made = world.sign(world.assess(world.ask(asked_by="x")))
    client = world.client(world.first)
    task = Task.objects.filter(state="open").first()
    for address in ("", "?tab=done", f"{made.pk}/", f"tasks/{task.pk}/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/assessments/{address}").status_code == 200
        reads = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
        assert len(reads) <= 12, (address, reads)
