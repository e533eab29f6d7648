"""What kernels call, in the plain Python that :mod:`.translate` understands.

``UNKNOWN`` is 未知 as a number; careful kernels pass it on. The functions run as they stand, too:
the tests hold them against :mod:`yingzhou.policy.arith`. An argument marked ``"int8"`` or
``"int64"`` is an array.
"""

# ruff: noqa: PLR1714, F821, UP037 - read by translate, not annotated for people
# mypy: ignore-errors

from __future__ import annotations

UNKNOWN = -(2**63)


def half(above, below, step):
    unit = below * step
    if above < 0:
        return -((-2 * above + unit) // (2 * unit)) * step
    return (2 * above + unit) // (2 * unit) * step


def up(above, below, step):
    unit = below * step
    return -(-above // unit) * step


def down(above, below, step):
    unit = below * step
    return above // unit * step


def full_years(born, as_of):
    return (as_of - born) // 10_000


def months_since(day, as_of):
    return (as_of // 10_000 - day // 10_000) * 12 + as_of // 100 % 100 - day // 100 % 100


def ordinal(day):
    """Days since 0000-03-01 (proleptic Gregorian), that day being 1."""
    year = day // 10_000
    month = day // 100 % 100
    if month <= 2:
        year -= 1
        month += 12
    days = 365 * year + year // 4 - year // 100 + year // 400
    return days + (153 * (month - 3) + 2) // 5 + day % 100


def from_ordinal(number):
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


def add_days(day, count):
    return from_ordinal(ordinal(day) + count)


def month_length(year, month):
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


def add_months(day, count):
    months = day // 10_000 * 12 + day // 100 % 100 - 1 + count
    year = months // 12
    month = months % 12 + 1
    length = month_length(year, month)
    date = day % 100
    return year * 10_000 + month * 100 + (date if date < length else length)


def next_workday(day, rest: "int8", count, first):
    """``rest``: 1 for each of ``count`` days from ordinal ``first`` that is no workday."""
    number = ordinal(day)
    while True:
        place = number - first
        if place < 0 or place >= count:
            if (number + 1) % 7 < 5:
                break
        elif rest[place] == 0:
            break
        number += 1
    return from_ordinal(number)


def row_of(steps: "int64", first, size, key):
    """The row of a table whose steps stand in ``steps`` from ``first``; -1 before the first."""
    row = -1
    for n in range(size):
        if steps[first + n] <= key:
            row = n
    return row


def label_of(steps: "int64", first, size, key):
    row = -1
    for n in range(size):
        if steps[first + n] == key:
            row = n
    return row


def u_and(one, other):
    if one == 0 or other == 0:
        return 0
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    return 1


def u_or(one, other):
    if one == 1 or other == 1:
        return 1
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    return 0


def u_not(one):
    return UNKNOWN if one == UNKNOWN else 1 - one


def u_sum(total, counts, value):
    if counts == 0:
        return total
    if total == UNKNOWN or counts == UNKNOWN or value == UNKNOWN:
        return UNKNOWN
    return total + value


def u_most(best, seen, counts, value, sign):
    """The greatest (``sign`` 1) or least (-1) so far; ``seen`` 0 before the first."""
    if counts == 0:
        return best
    if counts == UNKNOWN or value == UNKNOWN or (seen and best == UNKNOWN):
        return UNKNOWN
    if not seen or sign * value > sign * best:
        return value
    return best
