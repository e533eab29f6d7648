"""The whole district as the policy engine wants it: the registry's facts under the law's names.

A snapshot of a day is read once and kept as plain columns under ``YINGZHOU_VAR``; every process
maps the same files. It is a copy for calculation, never a source: it can be deleted at any time.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from yingzhou.core import clock
from yingzhou.core.models import AuditHead, Installation
from yingzhou.kernel.people.models import DisabilityCertificate, FactChange, Schooling
from yingzhou.policy.book import Book, Key
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.law import Moment
from yingzhou.policy.tree import HOUSEHOLD, PERSON

from .book import book
from .population import (
    NOT_SAID,
    UNKNOWN,
    Households,
    People,
    Snapshot,
    facts_among,
    facts_of_days,
)

KEPT = 3
"""So many snapshots of a database stay on the disk (about 100 MB each for the whole district)."""
ABANDONED = timedelta(days=1)
"""Snapshots of other databases that nobody has made for so long are taken for those of databases
that are gone."""
FORMAT = 2
"""Raised when what the files hold changes: older ones are then not read."""


@dataclass(frozen=True)
class District:
    """``columns``: facts by entity and name, in the kernels' own types. One line a person or
    household; ``hh_start[h]`` is the first person of household h. ``seen``: the last audit entry
    before the registers were read; what was recorded up to there is in it."""

    day: date
    made_at: datetime
    seen: int
    hh_start: np.ndarray
    household_id: np.ndarray
    division: np.ndarray
    person_id: np.ndarray
    person_household: np.ndarray
    columns: dict[Key, np.ndarray]

    def division_of(self, entity: str) -> np.ndarray:
        """The division (of the day) of every person or household."""
        return self.division if entity == HOUSEHOLD else self.division[self.person_household]


def day_of(moment: Moment) -> date:
    """Whose facts a month is computed from: those of its first day."""
    return moment.law_day


def district_on(day: date) -> District:
    """Kept files, or else read from the registry (some seconds for the whole district)."""
    folder = _folder(day)
    if not (folder / "made.json").exists():
        make(day)
    return _opened(folder, (folder / "made.json").stat().st_mtime_ns)


def fresh_on(day: date) -> District:
    """The same, read anew where something has been recorded since it was kept: for money."""
    freshen([day])
    return district_on(day)


def freshen(days: Sequence[date]) -> None:
    """Days that are not kept, or of which something has been recorded since, are read together."""
    latest = FactChange.objects.order_by("-entry").values_list("entry", flat=True).first() or 0
    old = [day for day in days if not is_kept(day) or latest > _made(_folder(day))["seen"]]
    if old:
        make(*old)


def some_on(day: date, persons: Sequence[int]) -> District:
    """These persons and all of their households, read now; nothing is kept. Some queries."""
    seen, found = head(), facts_among(persons, day)
    columns = _columns(book(), found.people, found.households)
    plain = _layout(found.people, found.households)
    return District(day=day, made_at=clock.now(), seen=seen, columns=columns, **plain)


def head() -> int:
    """The last audit entry that is there for good."""
    found = AuditHead.objects.values_list("seq", flat=True).first()
    return int(found or 0)


def is_kept(day: date) -> bool:
    return (_folder(day) / "made.json").exists()


def forget(day: date) -> None:
    """The next question reads the registry anew."""
    _drop(_folder(day))


def make(*days: date) -> None:
    """Reads the registry and writes the files; whoever reads meanwhile sees the old ones."""
    seen = head()
    for found in facts_of_days(days):
        _write(found, seen)
    _prune(_folder(days[0]).parent)


def _write(found: Snapshot, seen: int) -> None:
    day = found.day
    folder = _folder(day)
    draft = folder.with_name(f"draft_{secrets.token_hex(8)}")
    draft.mkdir(parents=True)
    arrays = _layout(found.people, found.households)
    for (entity, name), column in _columns(book(), found.people, found.households).items():
        arrays[f"{entity}.{name}"] = column
    for name, array in arrays.items():
        np.save(draft / f"{name}.npy", np.ascontiguousarray(array))
    made = {
        "day": day.isoformat(), "made_at": clock.now().isoformat(), "seen": seen,
        "files": list(arrays),
    }  # fmt: skip
    (draft / "made.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    _drop(folder)
    draft.replace(folder)


def _prune(parent: Path) -> None:
    """The newest of this database stay; its older ones, drafts that were never finished and what
    belongs to databases that are gone take room for nothing."""
    made = {
        path: path.stat().st_mtime for path in (*parent.glob("district_*"), *parent.glob("draft_*"))
    }
    own = [path for path in made if path.name.startswith(f"district_{identity()[:12]}_")]
    old = sorted(own, key=lambda path: made[path])[:-KEPT]
    long_ago = (clock.now() - ABANDONED).timestamp()
    old += [path for path, moment in made.items() if path not in own and moment < long_ago]
    for path in old:
        _drop(path)


def _drop(folder: Path) -> None:
    """All of it or nothing: who is killed meanwhile leaves a draft, never half of what is kept."""
    aside = folder.with_name(f"draft_{secrets.token_hex(8)}")
    with suppress(FileNotFoundError):  # somebody else was at it
        folder.replace(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _folder(day: date) -> Path:
    """Of this very database: one that is built anew has another identity. Labels are kept as
    numbers, so another list of labels is another folder."""
    words = sha256("|".join(labels_of(book())).encode()).hexdigest()[:8]
    name = f"district_{identity()[:12]}_{day}_{FORMAT}{words}"
    return Path(settings.VAR_DIR) / "policy" / name


def identity() -> str:
    """What tells this database from others: drawn once and kept in it."""
    found, _ = Installation.objects.get_or_create(
        name="identity", defaults={"value": secrets.token_hex(16)}
    )
    return found.value


def _made(folder: Path) -> dict[str, Any]:
    """When, up to which audit entry, with which files it was made."""
    found: dict[str, Any] = json.loads((folder / "made.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=2)
def _opened(folder: Path, _: int) -> District:
    made = _made(folder)
    # Copy on write, not read-only: a kernel compiled for the one does not serve the other.
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="c") for name in made["files"]}
    columns = {
        (name.split(".")[0], name.split(".")[1]): np.asarray(array)
        for name, array in arrays.items()
        if "." in name
    }
    plain = {name: np.asarray(array) for name, array in arrays.items() if "." not in name}
    return District(
        day=date.fromisoformat(made["day"]),
        made_at=datetime.fromisoformat(made["made_at"]),
        seen=made["seen"],
        columns=columns,
        **plain,
    )


def _layout(people: People, households: Households) -> dict[str, np.ndarray]:
    ends = households.first + households.size
    return {
        "hh_start": np.concatenate([[0], ends]).astype(np.int32),
        "household_id": households.household_id,
        "division": households.division_id,
        "person_id": people.person_id,
        "person_household": people.household,
    }


def _columns(law: Book, people: People, households: Households) -> dict[Key, np.ndarray]:
    """What the registry knows, by the law's names; what it does not know is left to the engine."""
    codes = labels_of(law)
    made: dict[Key, np.ndarray] = {}

    def put(entity: str, name: str, values: np.ndarray, missing: int | None = None) -> None:
        if (entity, name) not in law.inputs:
            return
        dtype = column_dtype(law.inputs[entity, name].kind)
        column: np.ndarray = values.astype(dtype)
        if missing is not None:
            column[values == missing] = lowest(dtype)
        made[entity, name] = column

    def label(values: np.ndarray, words: dict[int, str]) -> np.ndarray:
        table = np.zeros(max(words) + 1, np.int16)
        for value, word in words.items():
            table[value] = codes[word]
        return table[values]

    put(PERSON, "出生日期", people.birth)
    put(PERSON, "性别", label(people.sex, {1: "男", 2: "女"}))
    put(PERSON, "本市户籍", people.registered)
    put(PERSON, "本区户籍", people.registered)
    for name, values in (
        ("月劳动收入", people.wage), ("月养老金", people.pension), ("月其他收入", people.other),
        ("月医疗支出", people.medical), ("月教育支出", people.education),
    ):  # fmt: skip
        put(PERSON, name, values, UNKNOWN)
    put(PERSON, "就业", people.employed, NOT_SAID)
    put(PERSON, "残疾类别", label(people.disability_category, _categories()))
    put(PERSON, "残疾等级", people.disability_grade)
    put(PERSON, "在读", label(people.schooling, _stages()))
    put(PERSON, "大重病", people.ill)
    put(PERSON, "照护等级", people.care_level)
    put(PERSON, "服刑或强制戒毒", people.in_custody)
    put(HOUSEHOLD, "货币财产", households.money, UNKNOWN)
    put(HOUSEHOLD, "生活用机动车", households.vehicle, NOT_SAID)
    put(HOUSEHOLD, "非居住房屋", households.premises, NOT_SAID)
    put(HOUSEHOLD, "住房套数", households.homes, NOT_SAID)
    put(HOUSEHOLD, "住房建筑面积", households.floor_area, NOT_SAID)
    put(HOUSEHOLD, "农村家庭", households.rural)
    return made


def _categories() -> dict[int, str]:
    """The register's codes to the law's words; 0 is no certificate."""
    return {0: "无"} | {int(one): str(one.label) for one in DisabilityCertificate.Category}


def _stages() -> dict[int, str]:
    return {0: "无"} | {int(one): str(one.label) for one in Schooling.Stage}
