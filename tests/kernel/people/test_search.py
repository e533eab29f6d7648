"""Finding a person by number, name, pinyin, and by what was only heard."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import LifeEvent
from yingzhou.kernel.people.selectors import search

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


def names_of(rows) -> list[str]:
    return [row.name for row in rows]


def test_the_exact_name_comes_first_then_names_that_begin_so():
    home = factories.village()
    for name in ("李秀珍珍", "李秀珍", "李秀英"):
        factories.person(name, home=home)
    assert names_of(search("李秀珍", None, TODAY).page.rows) == ["李秀珍", "李秀珍珍"]


def test_the_number_finds_exactly_its_owner():
    owner = factories.person("李秀珍")
    factories.person("李秀珍")
    found = search(str(owner.id_number).lower(), None, TODAY)
    assert [row.pk for row in found.page.rows] == [owner.pk]


@pytest.mark.parametrize("typed", ["lixiuzhen", "lixiu", "li xiu zhen", "lxz", "lx"])
def test_pinyin_in_full_begun_or_as_initials(typed):
    factories.person("李秀珍")
    factories.person("王建国", sex=1)
    assert names_of(search(typed, None, TODAY).page.rows) == ["李秀珍"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("李秀贞", "李秀珍"),  # the same sound
        ("臧志强", "张志强"),  # zh and z, ang and an
        ("程建国", "陈建国"),  # eng and en
        ("李琇真", "李秀珍"),
        ("zangziqiang", "张志强"),
        ("李桂珍", "李秀珍"),  # one character different in the middle
        ("李秀红", "李秀珍"),  # at the end
        ("吕秀珍", "李秀珍"),  # at the beginning
    ],
)
def test_what_was_heard_or_typed_wrong_is_found_among_the_similar(typed, meant):
    factories.person(meant)
    factories.person("施海燕")
    assert names_of(search(typed, None, TODAY).similar) == [meant]


def test_the_most_alike_comes_first():
    for name in ("李秀英", "李秀贞", "李修珍"):
        factories.person(name)
    assert names_of(search("李秀珍", None, TODAY).similar)[-1] == "李秀英"


def test_a_birth_year_narrows():
    factories.person("李秀珍", date(1950, 1, 1))
    wanted = factories.person("李秀珍", date(1951, 12, 31))
    assert [row.pk for row in search("李秀珍 1951", None, TODAY).page.rows] == [wanted.pk]


def test_a_village_finds_only_those_registered_or_living_there():
    here, there = factories.village("启瀛村"), factories.village("鳌山村")
    mine = factories.person("李秀珍", home=here)
    factories.person("李秀珍", home=there)
    assert [row.pk for row in search("李秀珍", {here.pk}, TODAY).page.rows] == [mine.pk]
    services.move(
        person=mine,
        kinds=[2],
        division=there,
        address="",
        on=date(2025, 1, 1),
        source="申报",
        actor=SYSTEM,
        at=clock.now(),
    )
    assert search("李秀珍", {here.pk}, TODAY).count == 1, "still registered here"
    assert search("李秀珍", {there.pk}, TODAY).count == 2, "lives there now"


def test_a_few_letters_keep_to_the_village_too():
    here, there = factories.village("启瀛村"), factories.village("鳌山村")
    mine = factories.person("李秀珍", home=here)
    factories.person("李秀珍", home=there)
    for typed in ("lx", "lixiuzhen"):
        assert [row.pk for row in search(typed, {here.pk}, TODAY).page.rows] == [mine.pk]


def test_the_dead_are_found_where_they_were_to_the_end():
    home = factories.village()
    gone = factories.person("李秀珍", home=home)
    services.record_life_event(
        person=gone,
        kind=LifeEvent.Kind.DEATH,
        on=date(2025, 3, 1),
        source="医学证明",
        actor=SYSTEM,
        at=clock.now(),
    )
    for typed in ("李秀珍", "lxz"):
        assert search(typed, {home.pk}, TODAY).count == 1
    assert search("李秀珍", {factories.village().pk}, TODAY).count == 0


def test_pages_follow_each_other_without_gap_or_repetition():
    home = factories.village()
    everyone = {factories.person("李秀珍", home=home).pk for _ in range(45)}
    seen: list[int] = []
    cursor = ""
    while True:
        page = search("李秀", None, TODAY, cursor).page
        seen += [row.pk for row in page.rows]
        cursor = page.after
        if not cursor:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == everyone


def test_a_search_takes_few_queries(django_assert_max_num_queries):
    factories.person("李秀珍")
    with django_assert_max_num_queries(3):
        search("李秀真", None, TODAY)
