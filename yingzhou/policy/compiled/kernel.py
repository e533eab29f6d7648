"""Kernels on disk: written once for each book and set of results, compiled once, loaded warm.

The folder is ``YINGZHOU_POLICY_CACHE``, or ``policy`` in ``YINGZHOU_VAR``, or one of the user's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from yingzhou.policy.book import Book, Key

from .layout import Layout
from .plan import plan
from .source import source

_KEPT: dict[tuple[str, tuple[Key, ...]], Kernel] = {}


@dataclass(frozen=True)
class Kernel:
    layout: Layout
    fast: Callable[..., None]
    careful: Callable[..., None]
    path: Path


def folder() -> Path:
    named = os.environ.get("YINGZHOU_POLICY_CACHE")
    if named:
        return Path(named)
    var = os.environ.get("YINGZHOU_VAR")
    return Path(var) / "policy" if var else Path.home() / ".cache" / "yingzhou" / "policy"


def kernel(book: Book, wanted: Iterable[Key]) -> Kernel:
    """The kernel that computes ``wanted``. Loads numba; the first call ever compiles."""
    goals = tuple(dict.fromkeys(wanted))
    place = (book.digest, goals)
    if place not in _KEPT:
        _KEPT[place] = _made(book, goals)
    return _KEPT[place]


def path_of(book: Book, wanted: Iterable[Key]) -> tuple[Path, str, Layout]:
    """Where the kernel's text stands, the text and its layout."""
    layout = Layout(plan(book, wanted))
    text = source(layout)
    helpers = Path(__file__).with_name("helpers.py").read_bytes()
    digest = sha256(text.encode() + helpers).hexdigest()[:16]
    return folder() / f"kernel_{digest}.py", text, layout


def _made(book: Book, wanted: tuple[Key, ...]) -> Kernel:
    path, text, layout = path_of(book, wanted)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    module = _imported(path)
    return Kernel(layout, module.fast, module.careful, path)


def _imported(path: Path) -> Any:
    """The cached machine code names its module: it has to be found under that name."""
    name = f"yingzhou_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
