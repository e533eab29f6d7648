"""The rules' explanation of a case: what they say today, or what they said when it was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases.grounds import UNSETTLED
from yingzhou.kernel.cases.guards import Asked
from yingzhou.kernel.cases.models import Decision

from .opening import Opened

ADVICE = {"grant": "符合", "refuse": "不符合", "": "还不能确定"}


@dataclass(frozen=True)
class Said:
    """``lines``: as the policy engine told them (title, of, value, clause, sentences, …)."""

    advice: str
    amount: str
    needs: list[str]
    reasons: list[str]
    doubts: list[str]
    clause: str
    moment: str
    digest: str
    lines: Sequence[Mapping[str, Any]]
    decision: Decision | None = None
    grounds: Sequence[Mapping[str, str]] = ()

    @property
    def basis(self) -> str:
        """On how many numbers of which origin it rests."""
        counts = Counter(one["by"].partition(",")[0] for one in self.grounds)
        said = "、".join(f"{by} {count} 个数" for by, count in counts.most_common())
        open_ = sum(one["by"].endswith(UNSETTLED) for one in self.grounds)
        return f"{said}; 其中 {open_} 个和登记不一致, {UNSETTLED}" if open_ else said

    @property
    def word(self) -> str:
        return ADVICE[self.advice]


def said(opened: Opened) -> Said | None:
    """None where no rule decides this item. A decision keeps what the rules said on its day."""
    if not opened.apply.decision:
        return None
    decision = opened.case.decisions.filter(revoked_at=None).last()
    if decision is not None and decision.trace:
        return _decided(decision)
    way = next(iter(opened.apply.process.transitions.values()))
    asked = Asked(opened.case, opened.item, opened.apply, way, None, {}, "", opened.today)
    found = asked.reckoned
    if found is None:
        return None
    amount = f"每{found.per} {format_fen(found.amount)} 元" if found.amount else ""
    return Said(
        advice=found.advice,
        amount=amount,
        needs=list(found.needs),
        reasons=list(found.reasons),
        doubts=list(found.doubts),
        clause=found.clause,
        moment=str(found.moment),
        digest=found.rules,
        lines=found.trace,
        grounds=found.inputs["grounds"],
    )


def _decided(decision: Decision) -> Said:
    lines = list(decision.trace or ())
    first = lines[0] if lines else {}
    doubts = dict.fromkeys(note for line in lines for note in line.get("doubts", ()))
    amount = ""
    if decision.amount is not None:
        amount = f"每{decision.amount_per} {format_fen(decision.amount)} 元"
    return Said(
        advice=decision.advised,
        amount=amount,
        needs=list(first.get("needs", ())),
        reasons=list(first.get("reasons", ())),
        doubts=list(doubts),
        clause=first.get("clause", ""),
        moment=decision.moment,
        digest=decision.rules,
        lines=lines,
        decision=decision,
        grounds=(decision.inputs or {}).get("grounds", ()),
    )
