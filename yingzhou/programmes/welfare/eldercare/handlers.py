"""What follows when a 老年照护统一需求评估 is concluded or taken up again."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.core.events import subscribe
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.programmes.welfare.eldercare.services import levels


@subscribe(CaseMoved, when=lambda event: event.item == levels.ITEM)
def the_level_stands_in_the_register(event: CaseMoved) -> None:
    if event.transition == levels.CONCLUDES:
        levels.enter(case=event.case_id, seq=event.seq, at=clock.now())
    elif event.transition == levels.REOPENS:
        levels.take_back(case=event.case_id, at=clock.now())
