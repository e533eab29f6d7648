"""Files that no row names: what a process left behind that was killed between a file and its row.

They hold what people handed in and what was written to them, and no destruction would find them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

log = logging.getLogger("yingzhou.leftovers")
YOUNG = timedelta(days=1)
"""So long a file may lie before its row is there: the transaction of an upload is still open."""


def sweep(folder: Path, named: Callable[[str], set[str]], now: datetime) -> int:
    """Removes from the folders of ``folder`` what is older than a day and that no row names;
    ``named``: the names (from ``folder`` on) that rows hold in one of them. How many went."""
    if not folder.is_dir():
        return 0
    gone = 0
    for part in sorted(one for one in folder.iterdir() if one.is_dir()):
        old = {f"{part.name}/{one.name}": one for one in _old(part, now)}
        if not old:
            continue
        held = named(f"{part.name}/")
        for name in old.keys() - held:
            old[name].unlink(missing_ok=True)
            gone += 1
    if gone:
        log.warning("%s: %s files that no row names were removed", folder.name, gone)
    return gone


def _old(folder: Path, now: datetime) -> Iterator[Path]:
    for one in folder.iterdir():
        try:
            written = one.stat().st_mtime
        except FileNotFoundError:  # its owner has just taken it away
            continue
        if one.is_file() and written < (now - YOUNG).timestamp():
            yield one
