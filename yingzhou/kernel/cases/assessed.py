"""What an assessment found about the applicant counts with the case: its answers stand among what
officials found out (:mod:`.verified`), each with the assessment it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.assessments.models import Assessment
from yingzhou.kernel.assessments.scoring import facts_of
from yingzhou.kernel.assessments.selectors import rights, valid
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.verified import ASSESSED, VERIFIED
from yingzhou.kernel.catalogue.items import Apply


def found_for(case: Case, apply: Apply, day: date) -> Assessment | None:
    """The assessment that counts for the applicant today; one query."""
    if apply.assesses is None or case.applicant is None:
        return None
    return valid(apply.assesses.instrument, case.applicant, day)


def lacking(case: Case, apply: Apply, day: date) -> list[str]:
    """Why the case cannot go on without one."""
    if apply.assesses is None:
        return []
    found = found_for(case, apply, day)
    name = instruments()[apply.assesses.instrument][-1].name
    if found is None:
        return [f"还没有有效的{name}: 由两个人一起评, 列在“评估”里"]
    if not is_carried(case, apply, found):
        return [f"{name}的结果正在登记到办件, 请稍后再办"]
    return []


def is_carried(case: Case, apply: Apply, found: Assessment) -> bool:
    kept: Mapping[str, Any] = case.answers.get(VERIFIED, {})
    said = entries(case, apply, found, clock.now())
    return all(kept.get(key, {}).get("assessment") == found.pk for key in said)


def entries(case: Case, apply: Apply, found: Assessment, at: datetime) -> dict[str, Any]:
    """By place of the form, as :func:`.services.verifying.verify` keeps them. The form asks of the
    applicant what the instrument asks; questions it does not ask have no place."""
    instrument = rights.instrument_of(found)
    facts = facts_of(instrument, found.content["values"])
    declared = case.answers.get("values", {})
    who = str(found.first) + (f"、{found.second}" if found.second else "")
    return {
        field.key: {
            "value": bool(facts[field.fact]) if field.kind == "yesno" else facts[field.fact],
            "by": ASSESSED,
            "why": f"{instrument.name} {found.assessed_on:%Y-%m-%d}: {found.result}",
            "who": who,
            "at": clock.day_of(at).isoformat(),
            "known": None,
            "found": None,
            "name": field.label,
            "step": case.steps_taken,
            "was": declared.get(field.key),
            "assessment": found.pk,
        }
        for field in apply.form
        if field.fact in facts and not field.each
    }
