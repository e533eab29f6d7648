"""Versions of items: what an open case stays on, whatever its files say later.

The content of an item (its files as read, the process resolved) is kept once for each wording. Two
processes that see a new wording at the same moment keep one row between them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from yingzhou.core import clock

from .items import Item, build, items, since
from .models import ItemVersion

ORDERED = ("clocks", "stages", "transitions", "letters")
"""Mappings of a process whose order is seen (buttons, lists). PostgreSQL's jsonb forgets the order
of keys, so that it is written down beside them."""
TRIES = 5
_ROOM = 1024
_KEPT: dict[int, tuple[Item, dict[str, Any], str]] = {}
_BUILT: dict[tuple[str, str], tuple[Item | None, Item]] = {}


def kept_content(item: Item) -> dict[str, Any]:
    """``item.content`` as it is kept: plain JSON, days as text, with the order of its process."""
    return _kept(item)[0]


def digest_of(item: Item) -> str:
    """The digest under which a version of ``item`` is kept."""
    return _kept(item)[1]


def version_of(item: Item, at: datetime) -> ItemVersion:
    """The version of ``item`` as it stands now, noted at ``at`` if nobody was served under it
    before. One query where it is known."""
    content, digest = _kept(item)
    for _ in range(TRIES):
        found = ItemVersion.objects.filter(code=item.code, digest=digest).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return ItemVersion.objects.create(
                    code=item.code,
                    number=_last_numbers([item.code]).get(item.code, 0) + 1,
                    valid_from=since(item),
                    content=content,
                    digest=digest,
                    seen_at=at,
                )
        except IntegrityError:
            continue  # somebody else noted this wording, or took the number, a moment ago
    raise RuntimeError(f"事项 {item.code} 的版本没有记下: 同时有太多人在记")


def sync(at: datetime) -> int:
    """Notes the present version of every item; how many were new. Two queries where none is."""
    present = items(clock.day_of(at))
    for _ in range(TRIES):
        known = set(
            ItemVersion.objects.filter(code__in=present).values_list("code", "digest").iterator()
        )
        new = [item for item in present.values() if (item.code, digest_of(item)) not in known]
        if not new:
            return 0
        try:
            with transaction.atomic():
                ItemVersion.objects.bulk_create(_rows(new, at))
            return len(new)
        except IntegrityError:
            continue
    raise RuntimeError("事项的版本没有记下: 同时有太多人在记")


def _rows(new: list[Item], at: datetime) -> list[ItemVersion]:
    last = _last_numbers([item.code for item in new])
    return [
        ItemVersion(
            code=item.code,
            number=last.get(item.code, 0) + 1,
            valid_from=since(item),
            content=kept_content(item),
            digest=digest_of(item),
            seen_at=at,
        )
        for item in new
    ]


def _last_numbers(codes: Iterable[str]) -> dict[str, int]:
    counted = ItemVersion.objects.filter(code__in=codes).values("code").annotate(last=Max("number"))
    return dict(counted.values_list("code", "last"))


def item_of_version(version: ItemVersion) -> Item:
    """The item as it was when the version was noted. Its rules and folder are today's of that
    item: a decision keeps the digest of the rules that made it."""
    key, today = (version.code, version.digest), items().get(version.code)
    found = _BUILT.get(key)
    if found is None or found[0] is not today:
        if len(_BUILT) >= _ROOM:
            _BUILT.clear()
        rules, folder = (today.rules, today.folder) if today else ((), Path())
        made = build.item(version.code, _as_read(version.content), rules, folder)
        found = _BUILT[key] = (today, made)
    return found[1]


def _as_read(content: Mapping[str, Any]) -> dict[str, Any]:
    """Kept content in the form in which files are read: days are days, the process in order."""
    made = dict(content)
    made["basis"] = [_with_days(one) for one in content["basis"]]
    made = _with_days(made)
    if "apply" in content:
        process = dict(content["apply"]["process"])
        order = process.pop("order", {})
        for part, keys in order.items():
            process[part] = {key: process[part][key] for key in keys}
        made["apply"] = {**content["apply"], "process": process}
    return made


def _with_days(said: Mapping[str, Any]) -> dict[str, Any]:
    days = {key: date.fromisoformat(said[key]) for key in ("from", "until") if key in said}
    return {**said, **days}


def _kept(item: Item) -> tuple[dict[str, Any], str]:
    found = _KEPT.get(id(item))
    if found is None or found[0] is not item:
        if len(_KEPT) >= _ROOM:
            _KEPT.clear()
        content = json.loads(json.dumps(_with_order(item.content), default=str))
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        found = _KEPT[id(item)] = (item, content, sha256(text.encode()).hexdigest())
    return found[1], found[2]


def _with_order(content: Mapping[str, Any]) -> dict[str, Any]:
    if "apply" not in content:
        return dict(content)
    process = dict(content["apply"]["process"])
    process["order"] = {part: list(process[part]) for part in ORDERED if process.get(part)}
    return {**content, "apply": {**content["apply"], "process": process}}
