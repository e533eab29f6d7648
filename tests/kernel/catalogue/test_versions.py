"""Versions: every wording is kept once, an open case stays on its own, differences are words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.catalogue.shelf import CARD
from yingzhou.core import clock
from yingzhou.kernel.catalogue.differences import differences
from yingzhou.kernel.catalogue.items import item_on, items, wordings
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.catalogue.versions import (
    digest_of,
    item_of_version,
    kept_content,
    sync,
    version_of,
)

FASTER = CARD.replace("length: 30", "length: 20").replace(
    "    - {key: booklet, name: 户口簿, known: members}\n",
    "    - {key: photo, name: 照片}\n",
)


@pytest.mark.django_db
def test_a_case_stays_on_its_version_whatever_the_file_says_later(shelf):
    shelf("toy/card", CARD)
    first = version_of(item_on("toy/card"), clock.now())
    assert (first.number, first.valid_from) == (1, date(2000, 1, 1))
    assert version_of(item_on("toy/card"), clock.now()) == first

    shelf("toy/card", FASTER)
    second = version_of(item_on("toy/card"), clock.now())
    assert second.number == 2
    kept = item_of_version(ItemVersion.objects.get(pk=first.pk))
    assert str(kept.apply.process.clocks["total"].period) == "30 个工作日"
    assert kept.apply.materials[0].name == "户口簿"
    assert item_of_version(first) is kept, "built once"


@pytest.mark.django_db
def test_a_kept_version_is_the_item_in_every_part_and_in_its_order(shelf):
    shelf("toy/card", CARD)
    for item in items().values():
        kept = item_of_version(version_of(item, clock.now()))
        assert kept == item
        if item.apply:
            kept_ways = list(kept.apply.process.transitions)
            assert kept_ways == list(item.apply.process.transitions)


@pytest.mark.django_db
def test_a_file_with_a_day_in_its_name_is_the_version_from_that_day(shelf):
    shelf("toy/card", CARD)
    shelf("toy/card", FASTER, "service.2027-01-01.yaml")
    assert [day for day, _ in wordings("toy/card")] == [date(2000, 1, 1), date(2027, 1, 1)]
    old, new = (item_on("toy/card", date(year, 6, 1)) for year in (2026, 2027))
    assert digest_of(old) != digest_of(new)
    assert version_of(new, clock.now()).valid_from == date(2027, 1, 1)


@pytest.mark.django_db
def test_all_versions_are_noted_in_a_few_questions_and_once(shelf):
    shelf("toy/card", CARD)
    with CaptureQueriesContext(connection) as asked:
        assert sync(clock.now()) == len(items())
    assert len(asked) <= 8
    with CaptureQueriesContext(connection) as asked:
        assert sync(clock.now()) == 0
    assert len(asked) <= 2
    assert ItemVersion.objects.count() == len(items())


@pytest.mark.django_db(transaction=True)
def test_eight_who_see_a_new_wording_at_once_keep_one_version(shelf):
    if connection.vendor == "sqlite":
        pytest.skip("tests' SQLite lies in memory, where nobody waits for another")
    shelf("toy/card", CARD)
    item, at = item_on("toy/card"), clock.now()

    def note(_: int) -> int:
        try:
            return version_of(item, at).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(note, range(8)))) == 1
    assert ItemVersion.objects.get(code="toy/card").number == 1


def test_differences_are_told_in_words(shelf):
    shelf("toy/card", CARD)
    old = kept_content(item_on("toy/card"))
    changed = FASTER.replace(
        "basis: [", "basis: [{law: 上海市养老服务条例, article: 第八条}, "
    ).replace("  materials:", "    - {key: phone, ask: 怎么找您, kind: phone}\n  materials:")
    shelf("toy/card", changed.replace("[counter, online]", "[counter, village]"))
    told = differences(old, kept_content(item_on("toy/card")))
    assert "承诺时限由 30 个工作日改为 20 个工作日" in told
    assert "不再要求: 户口簿" in told
    assert "新要求: 照片" in told
    assert "新增问题: 怎么找您" in told
    assert "依据增加 上海市养老服务条例 第八条" in told
    assert "办理渠道增加: 村居代办" in told
    assert "办理渠道去掉: 网上" in told
    assert len(told) == 7
    assert differences(old, old) == []


def test_a_guide_that_becomes_an_application_says_so(shelf):
    shelf("toy/card", CARD.partition("apply:")[0])
    old = kept_content(item_on("toy/card"))
    shelf("toy/card", CARD)
    new = kept_content(item_on("toy/card"))
    assert differences(old, new) == ["可以在线和窗口申请了"]
    assert differences(new, old) == ["不再受理申请, 只作办事指南"]
