"""The files of the project, as the architecture tests read them."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    paths = (ROOT / name for name in sorted(listed.split("\0")) if name)
    return tuple(path for path in paths if path.is_file())


def written_by_hand(*suffixes: str) -> list[Path]:
    """The files with these endings that a person reads and edits (not locks, not migrations)."""
    return [
        path
        for path in files()
        if path.suffix in suffixes
        and "migrations" not in path.parts
        and not path.name.endswith((".lock", "lock.json"))
    ]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def product() -> list[Path]:
    """The Python of the product itself."""
    tops = {"config", "yingzhou"}
    return [p for p in written_by_hand(".py") if p.relative_to(ROOT).parts[0] in tops]


def templates() -> list[Path]:
    return [p for p in files() if "templates" in p.parts and p.suffix in (".html", ".txt", ".svg")]


def lines_matching(pattern, paths: list[Path] | tuple[Path, ...]) -> Iterator[str]:
    """``file:line: text`` of every line in which ``pattern`` (compiled) is found."""
    for path in paths:
        try:
            content = text(path)
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(content.splitlines(), 1):
            if pattern.search(line):
                yield f"{short(path)}:{number}: {line.strip()[:120]}"


@cache
def contracts() -> dict[str, dict]:
    """import-linter's contracts by their id: the one place where the order of the floors stands."""
    raw = tomllib.loads(text(ROOT / "pyproject.toml"))
    return {contract["id"]: contract for contract in raw["tool"]["importlinter"]["contracts"]}
