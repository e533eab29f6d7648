"""What was typed for a case and could not be read is shown again, each fault at its question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.http import QueryDict

from yingzhou.kernel.catalogue.items import Apply

from .fields import FORM, MANY, Ask, plain, read, taken
from .step import Missing

MOST_MEMBERS = 30


def unreadable(apply: Apply, post: QueryDict) -> dict[str, str]:
    """Faults by input name."""
    each = list(plain(apply.form, each=True))
    own = list(plain(apply.form))
    _, faults = read(own, FORM, taken(own, FORM, post))
    for number in range(MOST_MEMBERS):
        prefix = f"m{number}"
        faults |= read(each, prefix, taken(each, prefix, post))[1]
    return faults


def redone(missing: Missing, post: QueryDict, faults: Mapping[str, str]) -> Missing:
    members = [(name, _again(asks, post, faults)) for name, asks in missing.members]
    return replace(missing, asks=_again(missing.asks, post, faults), members=members)


def _again(asks: Iterable[Ask], post: QueryDict, faults: Mapping[str, str]) -> list[Ask]:
    return [
        replace(
            one,
            value=post.getlist(one.name) if one.field.kind in MANY else post.get(one.name, ""),
            error=faults.get(one.name, ""),
        )
        for one in asks
    ]
