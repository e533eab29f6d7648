"""Writing a package: the item's folder, the shared process it names, digests of all of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.processes import SHARED
from yingzhou.policy.faults import nearest

FORMAT = "yingzhou-items-1"
MANIFEST = "manifest.json"
ITEMS, PROCESSES = "items", "processes"
FILES = ("*.yaml", "rules.py")
"""What an item consists of; anything else beside it stays at home."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same items make the same package, byte by byte."""


def export(codes: Sequence[str], to: Path) -> list[str]:
    """Writes the package; the names of its files. ValueError (Chinese) for an unknown code."""
    found = [_item(code) for code in codes]
    content: dict[str, bytes] = {}
    for item in found:
        for path in _files(item.folder):
            content[f"{ITEMS}/{item.code}/{path.name}"] = path.read_bytes()
        process = _shared(item)
        if process is not None:
            content[f"{PROCESSES}/{process.name}"] = process.read_bytes()
    manifest = {
        "format": FORMAT,
        "items": {item.code: item.name for item in found},
        "files": {name: sha256(data).hexdigest() for name, data in sorted(content.items())},
    }
    content[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    with ZipFile(to, "w") as package:
        for name, data in sorted(content.items()):
            entry = ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            package.writestr(entry, data, ZIP_DEFLATED)
    return sorted(content)


def _item(code: str) -> Item:
    found = items().get(code)
    if found is None:
        raise ValueError(f"没有事项“{code}”。{nearest(code, items())}")
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for pattern in FILES for path in folder.glob(pattern) if path.is_file())


def _shared(item: Item) -> Path | None:
    if item.apply is None or item.apply.process.key == "own":
        return None
    return SHARED / f"{item.apply.process.key}.yaml"
