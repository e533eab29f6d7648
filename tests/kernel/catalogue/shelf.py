"""A shelf of items of one's own: what stands in the given folder instead of the house's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yingzhou.kernel.catalogue import items as catalogue

CARD = """\
name: 敬老卡补办
plain: 敬老卡丢了补一张
synonyms: [卡丢了]
topics: [养老]
basis: [{law: 上海市老年人权益保障条例, article: 第二十条}]
who: 有敬老卡的老人
where: 社区事务受理服务中心
apply:
  subject: person
  channels: [counter, online]
  process: review
  clocks: {total: {length: 30}}
  publicity: {days: 7, show: [name], basis: 内部规定}
  form:
    - {key: lost, ask: 怎么丢的, kind: choice, options: [丢失, 损坏]}
  materials:
    - {key: booklet, name: 户口簿, known: members}
"""


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Iterator[Callable[..., None]]:
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
