"""What the applicant says is wrong in the registers, beside the application that met it, and what
the keeper of the register found (个人信息保护法 第四十六条)."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.doubts import CORRECTION
from yingzhou.kernel.catalogue.versions import item_of_version

from .opening import Opened


@dataclass(frozen=True)
class Objection:
    """``was``, ``right``: what the register is said to say and what is right; ``now``: what the
    keeper found there in the end, empty while it looks."""

    number: str
    what: str
    was: str
    right: str
    stands: str
    now: str


def of(opened: Opened) -> list[Objection]:
    """Two queries where somebody objected, otherwise none."""
    if not getattr(opened.case, "is_objected", False):
        return []
    rows = opened.case.following.filter(item=CORRECTION).select_related("version")
    return [_told(row) for row in rows.prefetch_related("steps").order_by("pk")]


def _told(case: Case) -> Objection:
    said = case.answers["values"]
    apply = item_of_version(case.version).apply
    stage = apply.process.stages.get(case.stage) if apply else None
    steps = sorted(case.steps.all(), key=lambda one: one.seq)
    return Objection(
        number=case.number,
        what=said.get("what", ""),
        was=said.get("now", ""),
        right=said.get("right", ""),
        stands=stage.name if stage else case.get_outcome_display(),
        now=(steps[-1].data or {}).get("stands", "") if steps else "",
    )
