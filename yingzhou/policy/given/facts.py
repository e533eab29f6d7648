"""A household as somebody writes it down: YAML with money in yuan, checked against the facts that
the book knows. The same form serves ``cases.yaml``, ``--case FILE`` and the workbench.

    household: {货币财产: 20000}
    members:
      - name: 父亲
        出生日期: 1950-05-01
        月养老金: 1200
        obligors: [{年满六十: true}]
        register: 甲
    registers: {甲: {…}}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yingzhou.policy.arith import to_day
from yingzhou.policy.book import Book
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.files.lines import line_of
from yingzhou.policy.files.parameters import whole
from yingzhou.policy.kinds import DAY, FLAG, LABEL, Kind
from yingzhou.policy.law import Moment
from yingzhou.policy.scalar.instances import Case, Value, build
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

OWN = ("name", "obligors", "register")
UNKNOWN = "未知"
BIRTH = "出生日期"


def case_of(book: Book, content: Any, file: str, faults: Faults) -> Case | None:
    """The case that ``content`` describes; None where it has faults."""
    before = len(faults.found)
    line = line_of(content, [])
    if not isinstance(content, dict):
        faults.add(file, line, "这里应是 household 和 members")
        return None
    for key in content:
        if key not in ("household", "members", "registers"):
            known = ("household", "members", "registers")
            faults.add(file, line_of(content, [key]), f"不认识“{key}”", nearest(key, known))
    members = content.get("members") or []
    if not isinstance(members, list) or not members:
        faults.add(file, line, "户里没有人, 无从计算", "在 members 下至少写一个人")
        return None
    household = facts_of(book, HOUSEHOLD, content.get("household") or {}, file, faults)
    named = content.get("registers") or {}
    if not isinstance(named, dict):
        faults.add(file, line_of(content, ["registers"]), "registers 应是 名称: {事实}")
        named = {}
    registers = {
        str(name): facts_of(book, REGISTERED, found or {}, file, faults)
        for name, found in named.items()
    }
    people = [_member(book, n, one, file, faults) for n, one in enumerate(members, 1)]
    if len(faults.found) > before:
        return None
    return build(household, people, registers)


def _member(
    book: Book, number: int, one: Any, file: str, faults: Faults
) -> tuple[str, Mapping[str, Value], list[Mapping[str, Value]], str]:
    if not isinstance(one, dict):
        faults.add(file, 0, f"第 {number} 个成员应是若干“名称: 值”")
        return "", {}, [], ""
    obligors = one.get("obligors") or []
    if not isinstance(obligors, list):
        faults.add(file, line_of(one, ["obligors"]), "obligors 应是一列义务人", "每个以 - 开头")
        obligors = []
    return (
        str(one.get("name", f"成员{number}")),
        facts_of(book, PERSON, one, file, faults, OWN),
        [facts_of(book, OBLIGOR, each, file, faults) for each in obligors],
        str(one.get("register", "")),
    )


def facts_of(
    book: Book, entity: str, found: Any, file: str, faults: Faults, aside: tuple[str, ...] = ()
) -> dict[str, Value]:
    """The facts of one instance, in the engine's whole numbers; what is 未知 is left out."""
    made: dict[str, Value] = {}
    if not isinstance(found, dict):
        faults.add(file, 0, f"{entity}: “{found}”应是若干“名称: 值”")
        return made
    for name, raw in found.items():
        line = line_of(found, [name])
        if name in aside or raw is None or raw == UNKNOWN:
            continue
        spec = book.inputs.get((entity, str(name)))
        if spec is None:
            known = [key[1] for key in book.inputs if key[0] == entity]
            faults.add(file, line, f"“{entity}”没有“{name}”这项事实", nearest(str(name), known))
            continue
        try:
            made[name] = value_of(spec, raw)
        except ValueError as error:
            faults.add(file, line, f"{name}: {error}")
    return made


def value_of(spec: InputSpec, raw: Any) -> Value:
    """``raw`` as the engine keeps it. Raises ValueError (in Chinese)."""
    if spec.kind == LABEL:
        if str(raw) not in spec.labels:
            close = nearest(str(raw), spec.labels)
            only = f"没有“{raw}”这一类, 只有 {'、'.join(spec.labels)}"
            raise ValueError(f"{only}; {close}" if close else only)
        return str(raw)
    found = plain(spec.kind, raw)
    if spec.kind.base == "number" and not spec.least <= found <= spec.most:
        factor = 100 if spec.kind.is_money else 1
        least, most = spec.least // factor, spec.most // factor
        raise ValueError(f"{raw} 不合理, 应在 {least} 到 {most} 之间({spec.kind.unit})")
    return found


def plain(kind: Kind, raw: Any) -> int:
    """A written number, day, or yes and no. Raises ValueError (in Chinese)."""
    if kind == DAY:
        return _day(raw)
    if kind == FLAG and isinstance(raw, str):
        if raw not in ("是", "否"):
            raise ValueError(f"“{raw}”应是 是 或 否")
        return int(raw == "是")
    if isinstance(raw, str):
        raise ValueError(f"“{raw}”应是数字(不加引号)")
    return whole(Decimal(str(raw)) if isinstance(raw, float) else raw, kind)


def _day(raw: Any) -> int:
    try:
        found = date.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        found = None
    if type(found) is not date:
        raise ValueError(f"“{raw}”不是日期, 应如 1950-05-01")
    return to_day(found)


def check_births(content: Any, moment: Moment, file: str, faults: Faults) -> None:
    """Nobody in ``content`` (that :func:`case_of` took) may be born after ``moment``: a negative
    age is a slip of the pen, and no rule is asked what it makes of it."""
    for one in content.get("members") or []:
        for each in (one, *(one.get("obligors") or [])):
            raw = each.get(BIRTH)
            if raw is None or raw == UNKNOWN or plain(DAY, raw) <= moment.as_of:
                continue
            problem = f"{BIRTH} {raw} 在 {moment} 以后, 那时还没有出生"
            faults.add(file, line_of(each, [BIRTH]), problem, "核对出生日期, 或换一个月份")
