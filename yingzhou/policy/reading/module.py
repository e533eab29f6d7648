"""The outer form of ``rules.py``: functions with ``@规则(...)`` and nothing else."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yingzhou.policy.faults import Fault, Faults, PolicyError, nearest
from yingzhou.policy.files.parameters import UNIT_NAMES, kind_of
from yingzhou.policy.kinds import DAY, FLAG, LABEL, Kind
from yingzhou.policy.rules import BENEFITS, FOREVER, Heading
from yingzhou.policy.tree import ENTITIES

OPTIONS = {"依据", "自", "至", "给付", "替代", "名称", "确信", "备注", "未施行"}
NOTHING = "无"
"""未施行="无": on days on which the rule does not hold, it gives 0 or 否 instead of a gap."""
DAWN = date(1949, 10, 1)
"""Since when a rule without 自 holds."""
_BASES = {"是否": FLAG, "日期": DAY, "类别": LABEL}


@dataclass(frozen=True)
class Drafted:
    """A heading with the body still as Python's own tree."""

    heading: Heading
    function: ast.FunctionDef
    text: str


def draft(path: Path, faults: Faults) -> list[Drafted]:
    """The headings of ``path``; what is not a rule is a fault."""
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except SyntaxError as error:
        is_loop = error.msg.startswith("Generator expression")
        remedy = "… for … in … 外面再加一层括号" if is_loop else "检查括号、冒号、缩进"
        faults.add(file, error.lineno or 0, f"读不懂这一行: {error.msg}", remedy)
        return []
    except UnicodeDecodeError:
        faults.add(file, 0, "不是 UTF-8 文本", "另存为 UTF-8")
        return []
    except OSError as error:
        raise PolicyError(Fault(file, 0, f"读不到文件: {error.strerror}")) from error
    found = []
    for position, item in enumerate(tree.body):
        if position == 0 and _is_text(item):
            continue
        if isinstance(item, ast.FunctionDef):
            heading = _heading(item, file, faults)
            if heading is not None:
                source = ast.get_source_segment(text, item) or ""
                found.append(Drafted(heading, item, source))
        else:
            faults.add(file, item.lineno, "这里只能写规则", "每条规则是一个带 @规则(…) 的 def")
    return found


def _is_text(item: ast.stmt) -> bool:
    return isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)


def _heading(function: ast.FunctionDef, file: str, faults: Faults) -> Heading | None:
    line, name = function.lineno, function.name
    options = _options(function, file, faults)
    entity = _entity(function, file, faults)
    kind = _result(function, file, faults)
    if options is None or entity is None or kind is None:
        return None
    since, until = (_day(options, key, file, line, faults) for key in ("自", "至"))
    if options.get("给付") and options["给付"] not in BENEFITS:
        faults.add(file, line, f"{name}: 给付只能是 {'、'.join(BENEFITS)}")
    if options.get("确信", "seen") not in ("seen", "memory", "derived", "unverified"):
        faults.add(file, line, f"{name}: 确信只能是 seen、memory、derived、unverified")
    if options.get("未施行", NOTHING) != NOTHING:
        faults.add(file, line, f'{name}: 未施行只能写 "{NOTHING}"')
    if not options.get("依据"):
        remedy = '写明法规和条款, 如 依据="上海市社会救助条例 第十六条"'
        faults.add(file, line, f"{name}: 没有依据", remedy)
    if until is not None and since is not None and until < since:
        faults.add(file, line, f"{name}: 至 {until} 早于 自 {since}")
    return Heading(
        name, entity, kind, options.get("依据", ""), since or DAWN, until or FOREVER,
        options.get("给付", ""), options.get("替代", ""), options.get("名称", ""),
        options.get("确信", "seen"), options.get("备注", ""), "未施行" in options,
        ast.get_docstring(function) or "", file, line,
    )  # fmt: skip


def _options(function: ast.FunctionDef, file: str, faults: Faults) -> dict[str, str] | None:
    marks = [
        one for one in function.decorator_list
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "规则"
    ]  # fmt: skip
    if len(marks) != 1 or len(function.decorator_list) != 1:
        faults.add(file, function.lineno, f"{function.name}: 规则上面要有一个 @规则(依据=…)")
        return None
    found: dict[str, str] = {}
    for keyword in marks[0].keywords:
        name = keyword.arg or "**"
        if name not in OPTIONS:
            faults.add(
                file, keyword.value.lineno, f"@规则 没有“{name}”这一项", nearest(name, OPTIONS)
            )
        elif not isinstance(keyword.value, ast.Constant) or not isinstance(
            keyword.value.value, str
        ):
            faults.add(file, keyword.value.lineno, f"@规则 的“{name}”应是引号里的文字")
        else:
            found[name] = keyword.value.value
    return found


def _entity(function: ast.FunctionDef, file: str, faults: Faults) -> str | None:
    given = [one.arg for one in function.args.args]
    if given[:1] and given[0] in ENTITIES and given[1:] in ([], ["p"]):
        return given[0]
    faults.add(
        file, function.lineno, f"{function.name}({', '.join(given)}): 括号里写错了",
        f"应是 (人, p) 或 (户, p) 等; 第一个是 {'、'.join(ENTITIES)} 之一, p 是参数",
    )  # fmt: skip
    return None


def _result(function: ast.FunctionDef, file: str, faults: Faults) -> Kind | None:
    mark = function.returns
    text = mark.value if isinstance(mark, ast.Constant) else getattr(mark, "id", "")
    if isinstance(text, str) and (kind := _BASES.get(text) or kind_of(text)):
        return kind
    known = [*_BASES, *sorted(UNIT_NAMES)]
    remedy = nearest(str(text), known) if text else ""
    faults.add(
        file, function.lineno, f"{function.name}: 没有写明结果是什么",
        remedy or '在括号后写 -> "元/月"、-> "是否" 等',
    )  # fmt: skip
    return None


def _day(options: dict[str, str], key: str, file: str, line: int, faults: Faults) -> date | None:
    if key not in options:
        return None
    try:
        return date.fromisoformat(options[key])
    except ValueError:
        faults.add(file, line, f"{key}=“{options[key]}”不是日期", "应如 2019-05-01")
        return None
