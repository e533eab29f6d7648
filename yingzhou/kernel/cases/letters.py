"""Fills a letter of a case: only with what its template prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from yingzhou.core import clock
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.cases.places import full_name
from yingzhou.kernel.cases.whom import whose
from yingzhou.kernel.cases.words import named
from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.catalogue.items.parts import APPLICANT, Field, Letter
from yingzhou.kernel.catalogue.items.schema import NOT_WRITTEN
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.notices.content import TEMPLATES

ENDS = ("。", "！", "!", "？", "?", "：", ":", "”")
DECIDING = ("refusal", "decision")
"""Templates of letters in which somebody is told what was decided: by the office that did."""


def content(
    letter: Letter,
    apply: Apply,
    case: Case,
    filled: Mapping[str, str],
    missing: list[str],
    decision: Decision | None,
    unit: int | None,
) -> dict[str, Any]:
    """``unit``: who took the step. What a paragraph says already is not listed below it again."""
    told = "".join(letter.paragraphs)
    signed_by = _certifier(case) if _is_of_village(letter, apply) else ""
    if not signed_by and letter.template in DECIDING:
        signed_by = _town(unit)
    parts: dict[str, Any] = {
        "paragraphs": [_stopped(named(text.format(**filled))) for text in letter.paragraphs],
        "missing": missing,
        "reasons": []
        if "{reason}" in told
        else [named(one) for one in filled["reason"].split("; ") if one],
        "article": "" if "{article}" in told else filled["article"],
        "amount": f"每{filled['per']} {filled['amount']} 元" if filled["amount"] else "",
        "from": filled["from"] if decision and decision.effective_from else "",
        "computation": [named(one) for one in _computation(decision)],
        "facts": _facts(letter, apply, case),
        "signed_by": signed_by,
        "review": "" if _is_of_village(letter, apply) else settings.LETTERS_REVIEWED_BY,
    }
    return {name: part for name, part in parts.items() if name in TEMPLATES[letter.template]}


def _stopped(text: str) -> str:
    """With one full stop, whether the reason that ends it was typed with one or without."""
    ended = text.rstrip(" ,;；，")
    while ended.endswith("。。"):
        ended = ended[:-1]
    return ended if ended.endswith(ENDS) else f"{ended}。"


def _is_of_village(letter: Letter, apply: Apply) -> bool:
    """What certifies, and all that is written on the way to it where the village acts alone: that
    something is missing, that it is not certified."""
    process = apply.process
    alone = all(one.by in ("village", APPLICANT) or one.is_final for one in process.stages.values())
    certifies = any(one.template == "certificate" for one in process.letters.values())
    return letter.template == "certificate" or (alone and certifies)


def _town(unit: int | None) -> str:
    """The government of the town whose desk decided; empty where the bureau did."""
    tree = tree_on(clock.today())
    node = tree.nodes.get(tree.home.get(unit, unit)) if unit is not None else None
    if node is None or node.level != Division.Level.TOWN or not node.name.endswith(("镇", "乡")):
        return ""
    return f"{settings.LETTERS_REVIEWED_BY.removesuffix('人民政府')}{node.name}人民政府"


def _certifier(case: Case) -> str:
    """The committee of the village where the matter is at home; it certifies, not the bureau."""
    tree = tree_on(clock.today())
    home = tree.nodes.get(tree.home.get(case.home_id, case.home_id))
    if home is None or home.level != Division.Level.VILLAGE:
        return ""
    name = full_name(tree, home)
    for short, whole in (("村委会", "村民委员会"), ("居委会", "居民委员会")):
        if name.endswith(short):
            return name.removesuffix(short) + whole
    return f"{name}村民委员会" if name.endswith("村") else name


def _computation(decision: Decision | None) -> list[str]:
    """The steps of the amount, as the policy engine told them on that day."""
    lines = (decision.trace or []) if decision else []
    return [sentence for line in lines[:3] for sentence in line["sentences"]]


def _facts(letter: Letter, apply: Apply, case: Case) -> list[tuple[str, str]]:
    if letter.template == "certificate":
        return _certified(apply, case)
    return _told(letter, apply, case) if letter.facts else []


def _told(letter: Letter, apply: Apply, case: Case) -> list[tuple[str, str]]:
    """What was typed at a step, the last time that it was taken, or in the form."""
    found: dict[str, tuple[str, str]] = {}
    values = case.answers.get("values", {})
    sources: list[tuple[Sequence[Field], Mapping[str, Any]]]
    sources = [(forms.asked(apply.form, values, who=whose(case.answers)), values)]
    ways = apply.process.transitions
    for name, data in case.steps.order_by("seq").values_list("transition", "data"):
        sources.append((ways[name].asks if name in ways else (), data or {}))
    for fields, given in sources:
        for field in fields:
            if field.key in letter.facts and given.get(field.key) not in (None, ""):
                found[field.key] = (field.label, forms.shown(field, given[field.key]))
    return [found[key] for key in letter.facts if key in found]


def _certified(apply: Apply, case: Case) -> list[tuple[str, str]]:
    values = case.answers.get("values", {})
    return [
        (field.label, forms.shown(field, values[field.key]))
        for field in forms.asked(apply.form, values, who=whose(case.answers))
        if values.get(field.key) is not None and field.kind not in NOT_WRITTEN
    ]
