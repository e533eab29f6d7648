"""The files between the bureau and the bank: UTF-8, a record a line, fields parted by ``|``.

To the bank::

    H|批次号|月份|笔数|总金额(分)
    D|序号|户名|账号|证件号|金额(分)|用途   one for each recipient, 序号 from 1 without a gap
    T|SHA-256 of all lines before

Who has no account here is paid to the card that the bank keeps under their identity number
(老年综合津贴: 敬老卡 [S:W10]; 残疾人两项补贴: 社会保障卡, unverified); 账号 is then empty.

Back from it::

    H|批次号|笔数|成功金额(分)|退回金额(分)
    R|序号|金额(分)|Y 或 N|退回原因
    T|SHA-256 of all lines before

A file is taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

PARTED = "|"


@dataclass(frozen=True)
class Detail:
    seq: int
    name: str
    account: str
    card_of: str
    amount: int
    purpose: str


@dataclass(frozen=True)
class Answer:
    seq: int
    amount: int
    is_paid: bool
    reason: str


@dataclass(frozen=True)
class Answers:
    """What a return file says. ``digest``: of the whole file."""

    number: str
    rows: dict[int, Answer]
    digest: str


class FormatFault(ValueError):
    """A file that cannot be taken; names the line and what was expected."""


def to_bank(number: str, month: str, details: Iterable[Detail]) -> str:
    """The file to the bank."""
    rows = list(details)
    total = sum(one.amount for one in rows)
    lines = [PARTED.join(("H", number, month, str(len(rows)), str(total)))]
    for one in rows:
        to = (_plain(one.name), one.account, one.card_of)
        lines.append(PARTED.join(("D", str(one.seq), *to, str(one.amount), one.purpose)))
    return _closed(lines)


def from_bank(number: str, answers: Iterable[Answer]) -> str:
    """The file back, as the bank's simulator and the tests write it."""
    rows = list(answers)
    paid = sum(one.amount for one in rows if one.is_paid)
    back = sum(one.amount for one in rows if not one.is_paid)
    lines = [PARTED.join(("H", number, str(len(rows)), str(paid), str(back)))]
    for one in rows:
        says = "Y" if one.is_paid else "N"
        lines.append(PARTED.join(("R", str(one.seq), str(one.amount), says, _plain(one.reason))))
    return _closed(lines)


def read_answers(text: str) -> Answers:
    """Raises :class:`FormatFault` with the line where it goes wrong."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if len(lines) < 2 or not lines[-1].startswith("T" + PARTED):
        raise FormatFault("回盘文件不完整: 最后一行应是 T|校验值")
    body, said = lines[:-1], lines[-1][2:].strip()
    if sha256("\n".join(body).encode()).hexdigest() != said.lower():
        raise FormatFault("回盘文件的校验值不符, 文件可能传坏或被改过, 请向银行重新要一份")
    head = body[0].split(PARTED)
    if len(head) != 5 or head[0] != "H":
        raise FormatFault("第 1 行应是 H|批次号|笔数|成功金额|退回金额")
    rows: dict[int, Answer] = {}
    for number, line in enumerate(body[1:], 2):
        answer = _answer(number, line)
        if answer.seq in rows:
            raise FormatFault(f"第 {number} 行: 序号 {answer.seq} 出现了两次")
        rows[answer.seq] = answer
    _check_head(head, rows)
    return Answers(head[1], rows, sha256(text.encode()).hexdigest())


def _answer(number: int, line: str) -> Answer:
    fields = line.split(PARTED)
    if len(fields) != 5 or fields[0] != "R" or fields[3] not in ("Y", "N"):
        raise FormatFault(f"第 {number} 行应是 R|序号|金额(分)|Y或N|退回原因")
    return Answer(_whole(number, fields[1]), _whole(number, fields[2]), fields[3] == "Y", fields[4])


def _check_head(head: list[str], rows: dict[int, Answer]) -> None:
    paid = sum(one.amount for one in rows.values() if one.is_paid)
    back = sum(one.amount for one in rows.values() if not one.is_paid)
    says = [_whole(1, field) for field in head[2:]]
    if says != [len(rows), paid, back]:
        raise FormatFault(
            f"第 1 行写的是 {says[0]} 笔、成功 {says[1]} 分、退回 {says[2]} 分,"
            f" 逐行加起来是 {len(rows)} 笔、{paid} 分、{back} 分"
        )


def _whole(number: int, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise FormatFault(f"第 {number} 行: “{text[:20]}”应是数字")
    return int(text)


def _closed(lines: list[str]) -> str:
    return "\n".join([*lines, f"T|{sha256(chr(10).join(lines).encode()).hexdigest()}"]) + "\n"


def _plain(text: str) -> str:
    """No field can end a field or a line."""
    return "".join(" " if char in "|\r\n" else char for char in text)
