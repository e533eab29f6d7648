"""One household out of a file: ``--case FILE`` of the command line.

The file holds one case (household, members, registers) or a list of them, as in ``cases.yaml``;
what only examples have (expect, needs, because) is passed over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yingzhou.policy.book import Book
from yingzhou.policy.faults import Fault, Faults, PolicyError, nearest
from yingzhou.policy.files.lines import Lined, read
from yingzhou.policy.law import Moment
from yingzhou.policy.scalar import Case

from .facts import case_of, check_births

PASSED_OVER = ("name", "at", "expect", "needs", "because")


def chosen(
    book: Book,
    path: Path,
    name: str = "",
    number: int = 0,
    *,
    at: Moment | None = None,
    otherwise: Moment,
) -> tuple[Case, Moment]:
    """The case called ``name``, or the one at ``number`` (from 1), or the only one, and the moment
    asked about: ``at``, or what is written with the case, or ``otherwise``. Raises PolicyError."""
    entry = _entry(read(path), str(path), name, number)
    faults = Faults()
    kept: Any = entry
    if isinstance(entry, Lined):
        kept = Lined(entry.line)
        kept.lines = entry.lines
        kept.update({key: entry[key] for key in entry if key not in PASSED_OVER})
    case = case_of(book, kept, str(path), faults)
    if case is None:
        raise PolicyError(*faults.found)
    moment = at or _moment(entry, str(path)) or otherwise
    check_births(kept, moment, str(path), faults)
    faults.check()
    return case, moment


def _entry(content: Any, file: str, name: str, number: int) -> Any:
    if not isinstance(content, list):
        return content
    names = [str(one.get("name", "")) if isinstance(one, dict) else "" for one in content]
    if name:
        if name in names:
            return content[names.index(name)]
        raise PolicyError(Fault(file, 0, f"没有叫“{name}”的一户", nearest(name, names)))
    if number:
        if 1 <= number <= len(content):
            return content[number - 1]
        raise PolicyError(Fault(file, 0, f"没有第 {number} 户", f"共 {len(content)} 户"))
    if len(content) == 1:
        return content[0]
    listed = "; ".join(f"{place} {one}" for place, one in enumerate(names, 1))
    remedy = f"用 --number 或 --case-name 选一户: {listed}"
    raise PolicyError(Fault(file, 0, f"里面有 {len(content)} 户", remedy))


def _moment(entry: Any, file: str) -> Moment | None:
    if not isinstance(entry, Lined) or "at" not in entry:
        return None
    try:
        return Moment.read(str(entry["at"]))
    except ValueError as error:
        raise PolicyError(Fault(file, entry.lines["at"], str(error))) from error
