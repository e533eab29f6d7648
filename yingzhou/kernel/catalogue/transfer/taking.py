"""Taking a package in: everything is checked before anything is written."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from yingzhou.kernel.catalogue.book import folders, more_folders
from yingzhou.kernel.catalogue.differences import differences
from yingzhou.kernel.catalogue.items import FIRST, Item, holds_from, items, reading, wordings
from yingzhou.kernel.catalogue.items.processes import SHARED
from yingzhou.kernel.catalogue.versions import kept_content
from yingzhou.policy.book import Book, load
from yingzhou.policy.faults import Faults, PolicyError

from .package import FORMAT, ITEMS, MANIFEST, PROCESSES

LARGEST = 8 * 1024 * 1024
"""Bytes of a whole package, unpacked: files of text, no more."""
MOST = 2000
LAW = {"rules.py", "parameters.yaml", "inputs.yaml", "exclusions.yaml"}
_NAME = re.compile(
    rf"{ITEMS}/(?P<code>[a-z][a-z0-9_]{{0,39}}/[a-z][a-z0-9_]{{0,39}})/"
    r"(?P<file>service(\.\d{4}-\d{2}-\d{2})?\.yaml|[a-z]{1,20}\.yaml|rules\.py)"
    rf"|{PROCESSES}/(?P<process>[a-z][a-z0-9_]{{0,39}})\.yaml"
)


@dataclass(frozen=True)
class Arrival:
    """An item of a package. ``changes``: against the one that is here; None where it is new."""

    code: str
    name: str
    changes: list[str] | None
    files: Mapping[str, bytes]


def check(package: Path) -> list[Arrival]:
    """What ``take`` would write. ValueError (Chinese) with what is wrong; nothing is written."""
    content = _unpacked(package)
    by_item: dict[str, dict[str, bytes]] = {}
    shared: dict[str, bytes] = {}
    for name, data in content.items():
        found = _NAME.fullmatch(name)
        if found is None:
            raise ValueError(f"包里有不认识的文件“{name}”: 只收事项的 yaml 和 rules.py")
        if found["process"]:
            shared[found["process"]] = data
        else:
            by_item.setdefault(found["code"], {})[found["file"]] = data
    if not by_item:
        raise ValueError("包里没有事项")
    return [_arrival(code, _with_process(code, files, shared)) for code, files in by_item.items()]


def take(package: Path, folder: Path) -> list[Arrival]:
    """Writes the items below ``folder``, a folder for each programme. Files of an item that are
    not in the package go. What the house brings along just so is not copied: a copy would hide
    what comes with the next release."""
    arrivals = check(package)
    for one in arrivals:
        if _is_as_in_the_house(one):
            continue
        target = folder / one.code
        draft = target.with_name(f".{target.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for name, data in one.files.items():
            (draft / name).write_bytes(data)
        shutil.rmtree(target, ignore_errors=True)
        draft.replace(target)
    return arrivals


def _unpacked(package: Path) -> dict[str, bytes]:
    try:
        with ZipFile(package) as opened:
            entries = opened.infolist()
            if len(entries) > MOST or sum(entry.file_size for entry in entries) > LARGEST:
                raise ValueError("包太大: 事项只有文字文件, 这不像是事项包")
            content = {entry.filename: opened.read(entry) for entry in entries}
    except (BadZipFile, OSError, RuntimeError) as error:
        raise ValueError(f"打不开“{package.name}”: 不是完好的 zip 文件") from error
    if len(content) != len(entries):
        raise ValueError("包里有两个同名的文件")
    manifest = _manifest(content.pop(MANIFEST, b""))
    if manifest["files"] != {name: sha256(data).hexdigest() for name, data in content.items()}:
        raise ValueError("包里的文件和清单对不上: 少了、多了或改过。请让对方重新导出。")
    return content


def _manifest(data: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(data)
        if manifest["format"] == FORMAT and isinstance(manifest["files"], dict):
            return dict(manifest)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("包里没有清单 manifest.json, 或看不懂: 不是事项包") from error
    raise ValueError(f"清单的格式不是 {FORMAT}: 请用同一版本的程序导出")


def _with_process(
    code: str, files: dict[str, bytes], shared: Mapping[str, bytes]
) -> dict[str, bytes]:
    """A shared process that is not the same here comes along as the item's own."""
    service = files.get("service.yaml", b"")
    named = re.search(rb"^  process: *([a-z_]+) *$", service, re.MULTILINE)
    key = named[1].decode() if named else ""
    here = SHARED / f"{key}.yaml"
    if key not in shared or (here.exists() and here.read_bytes() == shared[key]):
        return files
    if "process.yaml" in files:
        raise ValueError(f"{code}: 自带流程和共用流程“{key}”都有, 分不清用哪一个")
    own = {name: _own(data) for name, data in files.items()}
    return {**own, "process.yaml": shared[key]}


def _own(data: bytes) -> bytes:
    return re.sub(rb"^  process: *[a-z_]+ *$", b"  process: own", data, flags=re.MULTILINE)


def _arrival(code: str, files: dict[str, bytes]) -> Arrival:
    if "service.yaml" not in files:
        raise ValueError(f"{code}: 没有 service.yaml")
    here = items().get(code)
    kept = _without_known_rules(code, files, here)
    arriving = _tried(code, kept)
    changes = list(_changes(code, arriving)) if here else None
    return Arrival(code, arriving[FIRST].name, changes, kept)


def _changes(code: str, arriving: Mapping[date, Item]) -> Iterator[str]:
    """Wording by wording: what a package brings for a later day is told, too."""
    present = dict(wordings(code))
    before = None
    for since in sorted({*present, *arriving}):
        told = "" if since == FIRST else f"{since} 起: "
        new, old = arriving.get(since), present.get(since)
        if new is None:
            if old is not None and not _is_of_house(old):
                yield f"{told}不再有这一版"
            continue
        against = old or before
        if old is None:
            yield f"{told}新版本"
        if against is not None:
            yield from (
                f"{told}{line}" for line in differences(kept_content(against), kept_content(new))
            )
        before = new


def _without_known_rules(code: str, files: dict[str, bytes], here: Item | None) -> dict[str, bytes]:
    """A rule is law once: what the house brings along is not taken in a second time."""
    if here is None or not _is_of_house(here):
        return files
    for name in LAW & files.keys():
        own = here.folder / name
        if not own.exists() or own.read_bytes() != files[name]:
            raise ValueError(f"{code}: {name} 和程序自带的不同。规则随程序升级, 不能这样带进来。")
    return {name: data for name, data in files.items() if name not in LAW}


def _is_as_in_the_house(one: Arrival) -> bool:
    here = items().get(one.code)
    if here is None or not _is_of_house(here):
        return False
    own = {path.name: path.read_bytes() for path in here.folder.iterdir() if path.is_file()}
    return all(own.get(name) == data for name, data in one.files.items())


def _is_of_house(item: Item) -> bool:
    return not any(item.folder.is_relative_to(folder) for folder in more_folders())


def _tried(code: str, files: Mapping[str, bytes]) -> dict[date, Item]:
    """The item as it would be read, by the day from which each wording holds. PolicyError (a
    ValueError) with every fault."""
    with TemporaryDirectory() as place:
        folder = Path(place) / code
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        try:
            return _read(Path(place), folder, code, bool(LAW & files.keys()))
        except PolicyError as error:
            raise PolicyError(
                *(replace(one, file=one.file.replace(f"{place}/", "")) for one in error.faults)
            ) from error


def _read(place: Path, folder: Path, code: str, has_rules: bool) -> dict[date, Item]:
    faults, found = Faults(), {}
    law = _law_with(place, code) if has_rules else None
    for path in sorted(folder.glob("service*.yaml")):
        item, since = reading(path, faults, law), holds_from(path, faults)
        if item is not None and since is not None:
            found[since] = item
    faults.check()
    if FIRST not in found:
        raise ValueError(f"{code}: 读不出来")
    return found


def _law_with(place: Path, code: str) -> Book:
    """The house's rules with those of the package, in place of an earlier arrival of the item."""
    more = more_folders()
    house = [folder for folder in folders() if folder not in more]
    beside = [one for folder in more for one in sorted(folder.glob("*/*")) if one.is_dir()]
    before = {(folder / code).resolve() for folder in more}
    return load([*house, *(one for one in beside if one.resolve() not in before), place])
