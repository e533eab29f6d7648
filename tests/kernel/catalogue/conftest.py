"""A shelf of items of one's own beside those of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yingzhou.kernel.catalogue import items as catalogue


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Iterator[Callable[..., Path]]:
    """``shelf("toy/card", text)`` writes an item; all files are read anew."""
    monkeypatch.setenv("YINGZHOU_ITEMS", str(tmp_path))

    def write(code: str, text: str, name: str = "service.yaml") -> Path:
        folder = tmp_path / code
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        catalogue.forget()
        return folder

    catalogue.forget()
    yield write
    monkeypatch.undo()
    catalogue.forget()
