"""The verification report of a case, in the words of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yingzhou.kernel.cases import checking, report
from yingzhou.kernel.cases.report import Report, Row

from .opening import Opened

CALM, ALARMING = "badge bg-secondary-lt", "badge-differs"
WORDS = {
    report.ANSWERED: ("已答复", CALM),
    report.WAITING: ("在等", ALARMING),
    report.DOWN: ("没有答复", ALARMING),
    report.REFUSED: ("不受理", ALARMING),
    report.EXPIRED: ("已过期", ALARMING),
    report.NOBODY: ("没有问", CALM),
}


@dataclass(frozen=True)
class Checked:
    """``agreed``: who may still take it back, by key."""

    report: Report
    rows: list[tuple[Row, str, str]]
    agreed: list[tuple[int, str]]
    began: bool

    @property
    def headline(self) -> str:
        """How far it is, and who keeps the matter waiting."""
        found = self.report
        if not self.began:
            return f"到“{found.stage}”这一步自动开始"
        words = f"{len(found.rows)} 家里 {found.done} 家已答复"
        silent = "、".join(row.provider.name for row in found.silent)
        return f"{words}; 在等{silent}, 时限照走" if silent else words


def of(opened: Opened, at: datetime) -> Checked | None:
    found = report.report(opened.case, opened.item, at)
    if found is None:
        return None
    names = {one.get("person"): one["name"] for one in opened.case.answers.get("members", ())}
    if opened.case.applicant is not None:
        names.setdefault(opened.case.applicant_id, opened.case.applicant.name)
    may = checking.agreed(opened.case, opened.apply)
    return Checked(
        report=found,
        rows=[(row, *WORDS[row.state]) for row in found.rows],
        agreed=[(person, names.get(person, "")) for person in may],
        began=any(row.state != report.NOBODY for row in found.rows),
    )
