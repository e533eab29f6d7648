"""What came out, in the form of ``cases.yaml``: a downloaded household is a worked example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.kinds import DAY, FLAG, LABEL, SCALE, Kind
from yingzhou.policy.scalar import Unknown
from yingzhou.policy.tree import HOUSEHOLD

from .answer import Computed


def expected(made: Computed) -> list[str]:
    """``expect`` and ``needs`` for a downloaded case: what came out, to be compared later."""
    if made.key is None or not made.answers:
        return []
    kind = book().rules[made.key][-1].kind
    name = ".".join(made.key)
    values = {answer.of: _written(kind, answer.plain) for answer in made.answers}
    if len(values) < len(made.answers) or None in values.values():
        return []
    if made.key[0] == HOUSEHOLD:
        lines = [f"  expect: {{{name}: {next(iter(values.values()))}}}"]
    else:
        lines = ["  expect:", f"    {name}:"]
        lines += [f'      "{of}": {value}' for of, value in values.items()]
    needs = sorted({need.slot.split(":", 1)[1] for one in made.answers for need in one.needs})
    return lines + ([f"  needs: [{', '.join(needs)}]"] if needs else [])


def _written(kind: Kind, value: Any) -> str | None:
    """As ``cases.yaml`` writes it; None where it cannot be written."""
    if isinstance(value, Unknown):
        return "未知"
    if kind == FLAG:
        return "true" if value else "false"
    if kind == LABEL:
        return f'"{value}"'
    if kind == DAY:
        return (
            f"{value // 10_000:04d}-{value // 100 % 100:02d}-{value % 100:02d}" if value else None
        )
    return "".join(_number(kind, int(value)))


def _number(kind: Kind, value: int) -> Iterator[str]:
    factor = 100 if kind.is_money else SCALE if kind.scale else 1
    whole, rest = divmod(abs(value), factor)
    yield f"{'-' if value < 0 else ''}{whole}"
    if rest:
        digits = len(str(factor)) - 1
        yield f".{rest:0{digits}d}".rstrip("0")
