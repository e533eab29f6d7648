"""Whether an answer can be used: of the agreed shape, about whom was asked, within bounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from yingzhou.kernel.exchange.faults import Failed, Kind
from yingzhou.kernel.exchange.providers import Provider, Tells

RECEIPT_LONGEST = 80


class Wrong(Failed):
    """``digest``: of the answer as it came."""

    def __init__(self, code: str, why: str, digest: str) -> None:
        super().__init__(Kind.WRONG, why, code)
        self.digest = digest


def read(raw: bytes, provider: Provider, number: str, digest: str) -> tuple[str, dict[str, Any]]:
    """Receipt, and value by field (None: they know nothing). :class:`Wrong` otherwise."""
    told = _shape(raw, digest)
    if told["about"] != number:
        raise Wrong("other_person", "答的不是这个人", digest)
    said = told["answers"]
    content: dict[str, Any] = {}
    for tells in provider.tells:
        if tells.field not in said:
            raise Wrong("malformed", f"答复里没有“{tells.label}”", digest)
        content[tells.field] = _value(tells, said[tells.field], digest)
    return told["receipt"], content


def _shape(raw: bytes, digest: str) -> Mapping[str, Any]:
    try:
        told = json.loads(raw)
    except ValueError:
        raise Wrong("malformed", "答复不是约定的格式", digest) from None
    kinds = {"receipt": str, "about": str, "answers": dict}
    if not isinstance(told, dict) or not all(
        isinstance(told.get(name), kind) for name, kind in kinds.items()
    ):
        raise Wrong("malformed", "答复不是约定的格式", digest)
    if not 0 < len(told["receipt"]) <= RECEIPT_LONGEST:
        raise Wrong("malformed", "答复没有流水号", digest)
    return told


def _value(tells: Tells, value: Any, digest: str) -> Any:
    if value is None:
        return None
    if tells.kind == "yesno":
        fits = isinstance(value, bool)
    elif tells.kind == "choice":
        fits = value in tells.options
    else:
        fits = isinstance(value, int) and not isinstance(value, bool)
    if not fits:
        raise Wrong("malformed", f"“{tells.label}”不是约定的格式", digest)
    if tells.kind in ("number", "money"):
        over = tells.high is not None and value > tells.high
        if value < 0 or over:
            raise Wrong("out_of_range", f"“{tells.label}”的数不可能, 没有采用", digest)
    return value
