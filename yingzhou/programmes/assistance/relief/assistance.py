"""What the rule of ``items/medical`` gives on one bill, with its trace in words.

Of which kind the family is stands on record (:mod:`.selectors.classes`) and is put to the rule as
it stands; the rule gives the share, the caps and the amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.explain import Explanation, Line, explain
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Evaluation
from yingzhou.policy.scalar.instances import build
from yingzhou.programmes.assistance.relief.models import Settlement
from yingzhou.programmes.assistance.relief.selectors.classes import DESTITUTE, Standing

INPATIENT = Settlement.Kind.INPATIENT
BEFORE, BEFORE_OUTPATIENT = "本年已救助", "本年门急诊已救助"
OWN = {INPATIENT: "本次住院自负", Settlement.Kind.OUTPATIENT: "本次门急诊自负"}
GIVES = {
    INPATIENT: "人.应发住院医疗救助金",
    Settlement.Kind.OUTPATIENT: "人.应发门急诊医疗救助金",
}
CAP, CAP_OUTPATIENT = "医疗救助.年限额", "医疗救助.门急诊年限额"
BETWEEN = ("应发", "排除后")
"""Steps that only hand an amount on."""


@dataclass(frozen=True)
class Given:
    """``cap``: what the year allows, None where there is no cap (特困). ``why``: the steps."""

    paid: int
    cap: int | None
    cap_outpatient: int | None
    why: list[dict[str, Any]]
    rules: str


def given_on(
    *, kind: str, own: int, standing: Standing, day: date, before: int, before_outpatient: int
) -> Given:
    """In fen. ``before``: what was given in the year already, ``before_outpatient`` of it."""
    moment = Moment(day.year, day.month, day.day)
    rules = law(book(), moment.law_day)
    facts = {
        OWN[INPATIENT]: 0,
        OWN[Settlement.Kind.OUTPATIENT]: 0,
        OWN[Settlement.Kind(kind)]: own,
        BEFORE: before,
        BEFORE_OUTPATIENT: before_outpatient,
    }
    case = build({}, [("本人", facts, [], "")])
    evaluation = Evaluation(rules, moment, case)
    patient = case.members[0]
    category = book().find("人.医疗救助类别")
    evaluation.suppose(category, patient, standing.category, standing.words)
    found = explain(evaluation, book().find(GIVES[Settlement.Kind(kind)]), patient)
    without_cap = standing.category == DESTITUTE
    return Given(
        paid=int(found.answer.plain or 0),
        cap=None if without_cap else rules.value(CAP)[0],
        cap_outpatient=None if without_cap else rules.value(CAP_OUTPATIENT)[0],
        why=list(_why(found, kind)),
        rules=book().digest,
    )


def _why(found: Explanation, kind: str) -> Iterator[dict[str, Any]]:
    for line in found.lines:
        if line.title.startswith(BETWEEN) or _is_of_the_other(line, kind):
            continue
        yield {
            "title": line.title,
            "value": line.value,
            "article": line.clause,
            "sentences": [one for one in line.sentences if not one.endswith("不成立")],
            "unverified": [one.name for one in line.doubts],
        }


def _is_of_the_other(line: Line, kind: str) -> bool:
    """An outpatient's bill has no stay, though the rule asks what it would have given for one."""
    return kind != INPATIENT and line.title.startswith("住院")
