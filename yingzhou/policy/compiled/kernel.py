"""Kernels on disk: written once for each book and set of results, compiled once, loaded warm.

The folder is ``YINGZHOU_POLICY_CACHE``, or ``policy`` in ``YINGZHOU_VAR``, or one of the user's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from yingzhou.policy.book import Book, Key

from .layout import Layout
from .plan import plan
from .source import arguments, source

if TYPE_CHECKING:  # LLVM is loaded by what computes a district, not by every page that could
    from .native import Native

_KEPT: dict[tuple[str, tuple[Key, ...]], Kernel] = {}


@dataclass(frozen=True)
class Kernel:
    layout: Layout
    fast: Callable[..., None]
    careful: Callable[..., None]
    native: Native


def folder() -> Path:
    named = os.environ.get("YINGZHOU_POLICY_CACHE")
    if named:
        return Path(named)
    var = os.environ.get("YINGZHOU_VAR")
    return Path(var) / "policy" if var else Path.home() / ".cache" / "yingzhou" / "policy"


def kernel(book: Book, wanted: Iterable[Key]) -> Kernel:
    """The kernel that computes ``wanted``: kept, read from the disk, or else compiled."""
    goals = tuple(dict.fromkeys(wanted))
    place = (book.digest, goals)
    if place not in _KEPT:
        _KEPT[place] = _made(book, goals)
    return _KEPT[place]


def is_compiled(book: Book, wanted: Iterable[Key]) -> bool:
    """Whether :func:`kernel` can answer without compiling."""
    goals = tuple(dict.fromkeys(wanted))
    return (book.digest, goals) in _KEPT or path_of(book, goals).exists()


def path_of(book: Book, goals: tuple[Key, ...]) -> Path:
    """Where the machine code is kept: named by the law, the results, our own code, the machine."""
    from .native import machine_name

    digest = sha256(f"{book.digest}{goals}{_own_code()}{machine_name()}".encode()).hexdigest()
    return folder() / f"kernel_{digest[:16]}.o"


@cache
def _own_code() -> str:
    """A change of the compiler itself makes every kept kernel stale."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _made(book: Book, wanted: tuple[Key, ...]) -> Kernel:
    from .native import Native, compiled

    layout = Layout(plan(book, wanted))
    names = arguments(layout)
    arrays = {name: bits for name, bits in names.items() if bits}
    path = path_of(book, wanted)
    if not path.exists():
        _write(path, compiled(source(layout), arrays))
    native = Native(path.read_bytes())
    fast, careful = (native.function(name, list(names), arrays) for name in ("fast", "careful"))
    return Kernel(layout, fast, careful, native)


def _write(path: Path, code: bytes) -> None:
    """Whole or not at all: several processes may compile the same kernel at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_bytes(code)
    draft.replace(path)
