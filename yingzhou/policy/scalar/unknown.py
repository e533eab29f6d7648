"""未知: what is not known stays not known, and says what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """A missing fact: whose (the instance's label), and which."""

    entity: str
    name: str
    of: str


class Unknown:
    """A value that cannot be told until ``needs`` are known. Has no truth value on purpose."""

    __slots__ = ("needs",)

    def __init__(self, needs: tuple[Need, ...]) -> None:
        self.needs = needs

    def __bool__(self) -> bool:
        raise TypeError("未知不是是, 也不是否")

    def __repr__(self) -> str:
        return f"未知({'、'.join(f'{need.of}的{need.name}' for need in self.needs)})"


def together(values: Iterable[object]) -> Unknown:
    """Unknown for the needs of all unknown ``values``."""
    needs: dict[Need, None] = {}
    for value in values:
        if isinstance(value, Unknown):
            needs.update(dict.fromkeys(value.needs))
    return Unknown(tuple(needs))
