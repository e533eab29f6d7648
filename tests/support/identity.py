"""Looks for identity numbers (GB 11643) in clear text, in bytes of any kind."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

# Region, a date of birth between 1900 and 2099, sequence, check digit. The look-ahead finds numbers
# that stand directly beside other digits, as in the rows of a database file.
CANDIDATE = re.compile(
    rb"(?=([1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]))"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"


def is_identity_number(text: str) -> bool:
    """18 characters whose last one is right for the first 17."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text[:17], strict=True))
    return CHECK[total % 11] == text[17].upper()


def identity_numbers_in(content: bytes | mmap.mmap) -> Iterator[str]:
    for match in CANDIDATE.finditer(content):
        number = match.group(1).decode()
        if is_identity_number(number):
            yield number


def assert_no_identity_numbers(path: Path) -> None:
    """Fails, quoting none in full, when ``path`` (a file, or all files of a folder) has any."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    for file in files:
        if not file.stat().st_size:
            continue
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as m:
            found = [number[:6] + "*" * 12 for number in identity_numbers_in(m)]
        assert not found, f"{file.name}: {len(found)} identity numbers in clear text: {found[:3]}"
