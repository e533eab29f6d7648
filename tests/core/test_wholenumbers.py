"""A whole table of numbers as one array, on either engine."""

from __future__ import annotations

import pytest

from yingzhou.core.wholenumbers import whole_numbers

ROWS = """
SELECT * FROM (
    SELECT 1 AS id, 9007199254740993 AS money, TRUE AS is_paid
    UNION ALL SELECT 2, -5, FALSE
    UNION ALL SELECT CAST(%(third)s AS INTEGER), 0, 1 = 1
) AS told WHERE id <= %(last)s ORDER BY id
"""
THREE = [[1, 2**53 + 1, 1], [2, -5, 0], [3, 0, 1]]


@pytest.mark.django_db
@pytest.mark.parametrize("is_large", [True, False])
def test_every_number_arrives_exactly_and_truth_as_one(is_large: bool) -> None:
    found = whole_numbers(ROWS, {"third": 3, "last": 3}, is_large=is_large)
    assert found.tolist() == THREE
    assert found.dtype == "int64"


@pytest.mark.django_db
@pytest.mark.parametrize("is_large", [True, False])
def test_an_answer_without_rows_has_its_columns(is_large: bool) -> None:
    assert whole_numbers(ROWS, {"third": 3, "last": 0}, is_large=is_large).shape == (0, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("is_large", [True, False])
def test_what_is_missing_is_not_taken_for_nought(is_large: bool) -> None:
    """A sum over a table with holes would be wrong and look right."""
    question = "SELECT CAST(%(a)s AS INTEGER) AS a, NULLIF(CAST(%(a)s AS INTEGER), 1) AS b"
    with pytest.raises((ValueError, TypeError)):
        whole_numbers(question, {"a": 1}, is_large=is_large)
