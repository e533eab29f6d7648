"""Not one identity number in clear text: not in the database, not in its journal, not in a log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.support import district, source
from tests.support.identity import (
    assert_no_identity_numbers,
    identity_numbers_in,
    is_identity_number,
)

SAMPLE = "11010519491231002X"  # the worked example that GB 11643 itself prints


def test_the_search_finds_a_number_between_other_digits(tmp_path: Path):
    assert is_identity_number(SAMPLE)
    file = tmp_path / "x.sqlite3"
    file.write_bytes(b"\x00\x0199" + SAMPLE.encode() + b"20200101")
    with pytest.raises(AssertionError, match=r"1 identity numbers in clear text: \['110105\*+'\]"):
        assert_no_identity_numbers(file)


def test_the_search_passes_over_numbers_with_a_wrong_check_digit():
    assert not list(identity_numbers_in(b"110105194912310021 110105199902301234"))


@pytest.mark.district
@pytest.mark.django_db
def test_no_table_of_a_populated_district_holds_an_identity_number(tmp_path: Path):
    dump = tmp_path / "district.dump"
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.cursor() as cursor:
            content = cursor.connection.serialize()
        dump.write_bytes(content)
    else:
        with connection.cursor() as cursor, dump.open("wb") as file:
            for table in connection.introspection.table_names(cursor):
                quoted = connection.ops.quote_name(table)
                with cursor.copy(f"COPY {quoted} TO STDOUT (FORMAT binary)") as rows:
                    file.writelines(rows)
    assert dump.stat().st_size > 100_000
    assert_no_identity_numbers(dump)


@pytest.mark.district
@pytest.mark.django_db
def test_no_log_of_the_build_holds_an_identity_number():
    assert district.LOG
    for log in district.LOG:
        assert_no_identity_numbers(log)


@pytest.mark.district
def test_no_file_that_a_demo_leaves_behind_holds_an_identity_number(tmp_path: Path):
    """The command itself, as a newcomer runs it, on SQLite: database, journal, keys, output."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE") and "PYTEST" not in key
    }
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", "demo", "--no-serve", "--scale", "0.05"],
        cwd=source.ROOT,
        env={**environment, "YINGZHOU_VAR": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    (tmp_path / "output.log").write_bytes(done.stdout + done.stderr)
    assert_no_identity_numbers(tmp_path)
