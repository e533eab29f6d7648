"""Pages together are the whole list, each row once, however it is sorted."""

import base64
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from yingzhou.core import clock
from yingzhou.core.models import ImportBatch
from yingzhou.core.paging import keyset

pytestmark = pytest.mark.django_db
ORDERS = [["id"], ["-id"], ["kind", "id"], ["-kind", "file_name", "id"], ["kind", "-id"]]
ROW = st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y"]))


def make(rows):
    with clock.stopped_at(date(2024, 1, 1)):
        ImportBatch.objects.bulk_create(
            ImportBatch(
                kind=kind,
                file_name=name,
                payload=b"",
                created_at=clock.now(),
                actor_id=1,
                actor_name="tester",
            )
            for kind, name in rows
        )


def pages(order, size):
    cursor, found = "", []
    while True:
        page = keyset(ImportBatch.objects.all(), order, cursor, size)
        assert page.is_first == (not found)
        found.append(page.rows)
        if not page.after:
            return found
        cursor = page.after


@settings(max_examples=30)
@given(st.lists(ROW, max_size=25), st.sampled_from(ORDERS), st.integers(1, 7))
def test_the_pages_are_the_whole_list_in_order(rows, order, size):
    with transaction.atomic():
        make(rows)
        found = pages(order, size)
        assert all(len(page) == size for page in found[:-1])
        whole = list(ImportBatch.objects.order_by(*order))
        assert [row for page in found for row in page] == whole
        transaction.set_rollback(True)


def test_rows_that_come_or_go_meanwhile_move_no_other_row():
    make([("a", "x")] * 6)
    ids = sorted(ImportBatch.objects.values_list("pk", flat=True))
    first = keyset(ImportBatch.objects.all(), ["id"], size=3)
    ImportBatch.objects.filter(pk=ids[0]).delete()
    make([("a", "x")])
    second = keyset(ImportBatch.objects.all(), ["id"], first.after, 3)
    assert [row.pk for row in second.rows] == ids[3:6]


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", "bnVsbA", "WyJ4Il0", "eyJhIjoxfQ", "é"])
def test_a_broken_cursor_gives_the_first_page(cursor):
    make([("a", "x")] * 3)
    page = keyset(ImportBatch.objects.all(), ["id"], cursor, 2)
    assert page.is_first
    assert len(page.rows) == 2


@pytest.mark.parametrize(
    "values", ["[Infinity]", "[1e999]", "[NaN]", "[null]", '["\\u0000"]', "[" * 3000]
)
def test_a_cursor_that_somebody_made_up_gives_the_first_page(values):
    make([("a", "x")] * 3)
    cursor = base64.urlsafe_b64encode(values.encode()).decode()
    for order in (["id"], ["kind"]):
        assert keyset(ImportBatch.objects.all(), order, cursor, 2).is_first


def test_an_empty_list_is_one_empty_page():
    page = keyset(ImportBatch.objects.all(), ["id"])
    assert (page.rows, page.after, page.is_first) == ([], "", True)
