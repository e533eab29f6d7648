"""What generated kernels call. ``UNKNOWN`` is 未知 as a number; careful kernels pass it on.

A change here changes the digest of every kernel (see kernel.py).
"""
# ruff: noqa: PLR1714 - numba wants plain comparisons

from __future__ import annotations

import numpy as np
from numba import njit

UNKNOWN = np.iinfo(np.int64).min


@njit(cache=False)
def half(above, below, step):
    unit = below * step
    if above < 0:
        return -((-2 * above + unit) // (2 * unit)) * step
    return (2 * above + unit) // (2 * unit) * step


@njit(cache=False)
def up(above, below, step):
    unit = below * step
    return -(-above // unit) * step


@njit(cache=False)
def down(above, below, step):
    unit = below * step
    return above // unit * step


@njit(cache=False)
def full_years(born, as_of):
    return (as_of - born) // 10_000


@njit(cache=False)
def months_since(day, as_of):
    return (as_of // 10_000 - day // 10_000) * 12 + as_of // 100 % 100 - day // 100 % 100


@njit(cache=False)
def _ordinal(day):
    """Days since 0000-03-01 (proleptic Gregorian)."""
    year, month, date = day // 10_000, day // 100 % 100, day % 100
    if month <= 2:
        year -= 1
        month += 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + date


@njit(cache=False)
def _from_ordinal(number):
    within = number - 1
    era = within // 146_097
    of_days = within - era * 146_097
    of_era = (of_days - of_days // 1460 + of_days // 36_524 - of_days // 146_096) // 365
    of_year = of_days - (365 * of_era + of_era // 4 - of_era // 100)
    part = (5 * of_year + 2) // 153
    date = of_year - (153 * part + 2) // 5 + 1
    month = part + 3 if part < 10 else part - 9
    year = of_era + era * 400 + (1 if month <= 2 else 0)
    return year * 10_000 + month * 100 + date


@njit(cache=False)
def add_days(day, count):
    return _from_ordinal(_ordinal(day) + count)


@njit(cache=False)
def _month_length(year, month):
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


@njit(cache=False)
def add_months(day, count):
    months = day // 10_000 * 12 + day // 100 % 100 - 1 + count
    year, month = months // 12, months % 12 + 1
    return year * 10_000 + month * 100 + min(day % 100, _month_length(year, month))


@njit(cache=False)
def next_workday(day, rest, first):
    """``rest``: 1 for each day from ordinal ``first`` on which offices do not work."""
    number = _ordinal(day)
    while True:
        place = number - first
        if place < 0 or place >= rest.size:
            if (number + 1) % 7 < 5:
                break
        elif rest[place] == 0:
            break
        number += 1
    return _from_ordinal(number)


@njit(cache=False)
def row_of(steps, first, size, key):
    """The row of a table whose steps stand in ``steps`` from ``first``; -1 before the first."""
    row = -1
    for n in range(size):
        if steps[first + n] <= key:
            row = n
    return row


@njit(cache=False)
def label_of(steps, first, size, key):
    row = -1
    for n in range(size):
        if steps[first + n] == key:
            row = n
    return row


@njit(cache=False)
def u_and(one, other):
    if one == 0 or other == 0:
        return 0
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    return 1


@njit(cache=False)
def u_or(one, other):
    if one == 1 or other == 1:
        return 1
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    return 0


@njit(cache=False)
def u_not(one):
    return UNKNOWN if one == UNKNOWN else 1 - one


@njit(cache=False)
def u_sum(total, counts, value):
    if counts == 0:
        return total
    if total == UNKNOWN or counts == UNKNOWN or value == UNKNOWN:
        return UNKNOWN
    return total + value


@njit(cache=False)
def u_most(best, seen, counts, value, sign):
    """The greatest (``sign`` 1) or least (-1) so far; ``seen`` 0 before the first."""
    if counts == 0:
        return best
    if counts == UNKNOWN or value == UNKNOWN or (seen and best == UNKNOWN):
        return UNKNOWN
    if not seen or sign * value > sign * best:
        return value
    return best
