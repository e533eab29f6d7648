"""What a simulator is.

def query(asked: Asked) -> Told:
    return Told({"receipt": receipt(asked), ...})

ROUTES = {"POST /claims": take, "GET /claims/{number}": one}
SIMULATORS = (Simulator("insurer", "保险公司", ROUTES),)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

_KEY = b"the simulators of the demo invent what they tell by this key"


@dataclass(frozen=True)
class Asked:
    """One request. ``key``: its Idempotency-Key; ``named``: the parts of the address in braces."""

    simulator: str
    key: str
    body: Mapping[str, Any]
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    content: Mapping[str, Any]
    status: int = 200


Answer = Callable[[Asked], Told]
Spoil = Callable[[Asked, Told], Told]


@dataclass(frozen=True)
class Simulator:
    """``routes``: by method and address below ``/<name>``. ``spoils``: how an answer is made wrong,
    by the kind of the fault."""

    name: str
    title: str
    routes: Mapping[str, Answer]
    spoils: Mapping[str, Spoil] = field(default_factory=dict)

    def find(self, method: str, path: str) -> tuple[Answer, dict[str, str]] | None:
        for route, answer in self.routes.items():
            wanted, _, pattern = route.partition(" ")
            found = _pattern(pattern).fullmatch(path) if wanted == method else None
            if found is not None:
                return answer, found.groupdict()
        return None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(pattern)))


def keyed(*words: str) -> int:
    """A number of 64 bits that follows from the words: the same in every process and on every day,
    and not to be turned back into an identity number without the key."""
    made = hashlib.blake2b("\n".join(words).encode(), digest_size=8, key=_KEY).digest()
    return int.from_bytes(made, "big")


def receipt(asked: Asked) -> str:
    """The same request asked again gets the same number."""
    return f"{asked.simulator.upper()}-{keyed('receipt', asked.simulator, asked.key):016X}"
