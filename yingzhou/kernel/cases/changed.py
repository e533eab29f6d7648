"""What was put right after an objection that was right in part: shown again with the same numbers
it would be the same notice. Somebody corrects what was declared, or writes why no number changes,
and whoever decides reads that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yingzhou.kernel.cases import verified
from yingzhou.kernel.catalogue.items import Field, Process, Transition

CORRECTED = "corrected"
"""The question of a step what is put right where an objection is right in part."""
UNCHANGED = "unchanged"
"""The question of a step why what was put right changes no number."""


def waits_since(
    process: Process, taken: Sequence[tuple[int, str]], answers: Mapping[str, Any]
) -> int | None:
    """The step (its number) that said what is to be put right, while nothing was: no number was
    changed since, and nothing was shown. ``taken``: number and transition of the steps so far."""
    since = None
    for seq, key in taken:
        way = process.transitions.get(key)
        if way is not None and any(one.key == CORRECTED for one in way.asks):
            since = seq
        elif way is not None and way.publicity == "show":
            since = None
    done = answers.get(verified.VERIFIED, {}).values()
    if since is None or any(one.get("step", 0) >= since and _is_new(one) for one in done):
        return None
    return since


def _is_new(entry: Mapping[str, Any]) -> bool:
    return "was" in entry and bool(entry["value"] != entry["was"])


def asked(way: Transition, *, is_waiting: bool) -> tuple[Field, ...]:
    """What a step asks now: why no number changes only where one should have."""
    return tuple(one for one in way.asks if is_waiting or one.key != UNCHANGED)
