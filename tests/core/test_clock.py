"""One reader of the wall clock, and a way to stop it."""

import ast
from datetime import UTC, date, datetime

from tests.support import source
from yingzhou.core import clock


def test_now_knows_its_zone_and_today_is_shanghais():
    assert clock.now().utcoffset().total_seconds() == 8 * 3600
    with clock.stopped_at(datetime(2025, 12, 31, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 1, 1)


def test_a_plain_date_means_noon_and_stops_nest():
    with clock.stopped_at(date(2024, 2, 29)):
        assert (clock.now().hour, clock.today()) == (12, date(2024, 2, 29))
        with clock.stopped_at(date(2016, 1, 1)):
            assert clock.today() == date(2016, 1, 1)
        assert clock.today() == date(2024, 2, 29)


def test_time_goes_on_after_the_block_even_if_it_fails():
    try:
        with clock.stopped_at(date(1999, 1, 1)):
            raise RuntimeError
    except RuntimeError:
        assert clock.today().year > 1999


def test_nothing_else_reads_the_wall_clock():
    readers = [
        f"{source.short(path)}:{node.lineno}"
        for path in source.written_by_hand(".py")
        if "tests" not in path.parts and "bench" not in path.parts and path.name != "clock.py"
        for node in ast.walk(source.parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "today", "utcnow")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date", "timezone")
    ]
    assert not readers
