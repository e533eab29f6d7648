"""What letters and messages of a case may name, as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from yingzhou.core.money import format_fen
from yingzhou.core.workdays import tentative
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.cases.places import name_of, town_of
from yingzhou.kernel.cases.reckoning import Reckoned
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.divisions.tree import tree_on

UNFOUND = re.compile("[(（]文号没有查到[)）]?")


def day(value: date | None) -> str:
    """3月14日; with its year only where that is another one than people expect."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "另行告知"


def places(
    case: Case,
    item: Item,
    today: date,
    *,
    due: date | None = None,
    reason: str = "",
    what: str = "",
    missing: list[str] | None = None,
    decision: Decision | None = None,
) -> Mapping[str, str]:
    """The closed list of ``catalogue.items.schema.PLACES``, filled."""
    amount = decision.amount if decision else None
    return {
        "item": item.name,
        "applicant": case.applicant.name if case.applicant else _organisation(case),
        "number": case.number,
        "today": day(today),
        "promised": promised(case.promised_on),
        "due": day(due),
        "reason": reason or (decision.reason if decision else ""),
        "amount": format_fen(amount) if amount is not None else "",
        "per": decision.amount_per if decision else "",
        "from": day(decision.effective_from) if decision else "",
        "article": named(decision.article if decision else article(item)),
        "missing": "、".join(missing or ()),
        "village": name_of(case.home_id, today),
        "town": town_of(tree_on(today), case.home_id).name,
        "counter": name_of(case.place_id, today),
        "result": item.apply.result if item.apply else "",
        "objection_days": str(_days_shown(item)),
        "text": reason,
        "what": what,
        "computed": "",
        "beside": (decision.inputs or {}).get("beside", "") if decision else "",
    }


def computed(found: Reckoned | None) -> str:
    """What the rules give, before anybody decided; whoever names it puts it into its place."""
    if found is None or not found.advice:
        return "还算不出金额"
    if found.advice == "refuse" or not found.amount:
        return "不再有金额"
    return f"每{found.per} {format_fen(found.amount)} 元"


def promised(value: date | None) -> str:
    """A promised day; one that a notice may still move says so."""
    said = tentative(value)
    return f"{day(value)}({said})" if said else day(value)


def named(text: str) -> str:
    """A law by its name: that we have not found its number is not for whoever reads the letter."""
    return UNFOUND.sub("", text)


def article(item: Item) -> str:
    """Laws and articles, as a letter names them."""
    parts = [f"{one['law']} {one.get('article', '')}".strip() for one in item.basis]
    return "、".join(parts)


def _days_shown(item: Item) -> int | str:
    said = item.apply.publicity if item.apply else None
    return said.days if said else ""


def _organisation(case: Case) -> str:
    return case.organisation.name if case.organisation else "申请人"
