"""Divisions from a spreadsheet: new units, and new names for units that are there."""

from __future__ import annotations

from yingzhou.core.sheets import SHEETS, Column, Context, Row, Sheet
from yingzhou.core.sheets.parsers import choice, past_day, short
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import services
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on

FOUND, RENAME = "新设", "更名"
_ACTS = {FOUND: FOUND, RENAME: RENAME}
_KINDS = {label: value for value, label in Division.Kind.choices if value != "district"}


def division_code(cell: str) -> str:
    """A code of 12 figures; whether it exists depends on the day of the row."""
    if len(cell) != 12 or not (cell.isascii() and cell.isdigit()):
        raise ValueError("区划代码应为12位数字")
    return cell


def check_place(key: str, day_key: str, row: Row, context: Context) -> list[tuple[str, str]]:
    """What is wrong with the unit whose code stands in ``key``, on the day in ``day_key``."""
    code, day = row.values[key], row.values[day_key]
    node = tree_on(day).by_code(code)
    if node is None:
        return [(key, f"区划代码 {code} 在 {day} 不存在, 请核对代码和日期")]
    if not context.reach(node.id):
        return [(key, f"“{node.name}”不在您负责的区划内")]
    return []


def check_village(key: str, day_key: str, row: Row, context: Context) -> list[tuple[str, str]]:
    """As :func:`check_place`, and the unit must be a village or a neighbourhood."""
    wrong = check_place(key, day_key, row, context)
    node = tree_on(row.values[day_key]).by_code(row.values[key])
    if node is not None and node.level != Division.Level.VILLAGE:
        wrong.append((key, f"“{node.name}”不是村居, 请填到村或居委会"))
    return wrong


def _check(row: Row, context: Context) -> list[tuple[str, str]]:
    values = row.values
    if values["act"] == RENAME:
        return check_place("code", "on", row, context)
    needed = {"kind": "新设单位须填写类别", "parent": "新设单位须填写上级代码"}
    missing = [(key, reason) for key, reason in needed.items() if values[key] is None]
    return missing or check_place("parent", "on", row, context)


def _take(row: Row, context: Context) -> Division:
    values = row.values
    order = {
        "on": values["on"],
        "document": values["document"],
        "actor": context.actor,
        "at": context.at,
    }
    if values["act"] == FOUND:
        parent = Division.objects.get(code=values["parent"])
        new = services.NewUnit(values["code"], values["name"], values["kind"], parent.pk)
        return services.found(new=new, **order)[0]
    unit = Division.objects.filter(code=values["code"]).first()
    if unit is None:
        raise Refused("没有这个区划单位")
    services.rename(division_id=unit.pk, name=values["name"], **order)
    return unit


SHEETS.add(
    "divisions",
    Sheet(
        name="divisions",
        title="行政区划",
        permission="divisions.change",
        intro="登记新设的村居、乡镇, 或已批准的更名。合并、拆分和隶属调整请在区划页面办理。",
        columns=(
            Column("act", "变更", choice(_ACTS), choices=(FOUND, RENAME), example=FOUND),
            Column(
                "code",
                "区划代码",
                division_code,
                example="310151101999",
                help="12位; 新设填新代码, 更名填现有代码",
            ),
            Column("name", "名称", short(60), example="示例村委会"),
            Column(
                "kind",
                "类别",
                choice(_KINDS),
                required=False,
                choices=tuple(_KINDS),
                example="村委会",
                help="新设时必填",
            ),
            Column(
                "parent",
                "上级代码",
                division_code,
                required=False,
                example="310151101000",
                help="新设时必填, 12位",
            ),
            Column("on", "生效日期", past_day, example="2024-07-01", help="不晚于今天"),
            Column("document", "批准文号", short(120), example="崇府〔2024〕12号", width=24),
        ),
        check_row=_check,
        take=_take,
        describe=lambda row: f"{row.values['act']} {row.values['name']}",
        unique=(("code", "on"),),
        url_name="divisions:unit",
    ),
)
