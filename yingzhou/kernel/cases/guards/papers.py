"""What was brought and filled in, what departments answered, and what the rules need to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Apply, Material

from .asked import Asked

AMOUNT = "amount"
"""The question of a step that names an amount where no rule computes one."""


def missing_materials(
    apply: Apply, answers: Mapping[str, Any], uploaded: Iterable[str]
) -> list[Material]:
    """Papers that are still to come: neither known, nor seen at a counter, nor uploaded."""
    there = {*uploaded, *answers.get("papers", ())}
    known = answers.get("known", {})
    values = answers.get("values", {})
    return [
        one for one in apply.materials
        if one.required and one.key not in there and f"material:{one.key}" not in known
        and all(forms._holds(values.get(name), wanted) for name, wanted in one.when.items())
    ]  # fmt: skip


def of_materials(asked: Asked, _: str) -> list[str]:
    uploaded = asked.case.documents.filter(removed_at=None).values_list("material", flat=True)
    found = missing_materials(asked.apply, asked.case.answers, uploaded)
    return [f"还差: {one.name}" for one in found]


def of_answers(asked: Asked, _: str) -> list[str]:
    return [f"还没有填: {one}" for one in forms.missing(asked.apply.form, asked.case.answers)]


def of_consent(asked: Asked, _: str) -> list[str]:
    """Nobody's income is looked up against their will: what is lacking is their signature."""
    return consent.lacking(asked.case.answers)


def of_consultations(asked: Asked, _: str) -> list[str]:
    if not asked.apply.departments:
        return []
    waiting = asked.case.consultations.filter(answered_at=None).values_list("unit", flat=True)
    return [f"还在等{unit}的意见" for unit in waiting]


def rule_decides(apply: Apply | None, case: Case) -> bool:
    """Whether a rule says what they get: then nobody types an amount."""
    return bool(apply and apply.decision) and case.applicant_id is not None


def one_amount(asked: Asked) -> list[str]:
    """What the rule gives is what is paid: an amount typed beside it is not passed over in
    silence, or the trail would tell of two."""
    typed = asked.data.get(AMOUNT)
    found = asked.reckoned if typed is not None and asked.way.decides == "grant" else None
    if found is None or typed is None or typed == found.amount:
        return []
    if found.amount is None:
        return [f"您填了 {format_fen(typed)} 元, 这件事由规则决定, 没有要填的金额: 请空着"]
    return [
        f"您填的是 {format_fen(typed)} 元, 系统按规定算出的是 {format_fen(found.amount)} 元, "
        "只能有一个数: 金额请空着; 认为算得不对的, 先退回重新核对"
    ]


def computed(asked: Asked, _: str) -> list[str]:
    """The rule can say yes or no; where it cannot, what is missing is named. Where no rule
    decides, whoever decides names the amount if the step asks for one."""
    found = asked.reckoned
    if found is None:
        amount = next((field for field in asked.way.asks if field.key == AMOUNT), None)
        return [f"请填写: {amount.label}"] if amount and not asked.data.get(AMOUNT) else []
    if found.advice:
        return _not_assessed(asked)
    return [f"还要知道: {need}" for need in found.needs] or ["规则还算不出结果"]


def _not_assessed(asked: Asked) -> list[str]:
    """What the rule counts with is found out by whoever proposes to grant: where nobody did (they
    proposed the opposite), what the applicant declared is not paid."""
    process, form = asked.apply.process, {one.fact for one in asked.apply.form if one.fact}
    before = [
        way for way in process.transitions.values()
        if way.proposes == "grant" and way.target in asked.way.sources
    ]  # fmt: skip
    named = {
        field.key: field.label for way in before for field in way.asks
        if field.required and field.fact in form
    }  # fmt: skip
    if asked.way.decides != "grant" or not named:
        return []
    said = [data or {} for data in asked.case.steps.values_list("data", flat=True)]
    told = {key for data in [*said, asked.data] for key in data if data[key] is not None}
    back = "提出来的时候没有写, 先退回重新核实"
    return [f"{label}: {back}" for key, label in named.items() if key not in told]
