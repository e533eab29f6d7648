"""What relief does when a matter is decided."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.core.events import subscribe
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.programmes.assistance.relief.services import claims


@subscribe(CaseMoved)
def a_claim_that_was_let_through_goes_to_the_insurer(event: CaseMoved) -> None:
    if event.item == claims.ITEM:
        claims.file_by_decision(case=event.case_id, seq=event.seq, at=clock.now())
