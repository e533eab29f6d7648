"""When somebody comes next: what is asked for already, else as the plans say."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from yingzhou.kernel.visits import windows
from yingzhou.kernel.visits.files import plans
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.whom import families


def comes_until(household: int, kinds: Collection[str], day: date) -> date | None:
    """The last day of the next visit of one of ``kinds`` to this household; None: nobody comes."""
    rows = Visit.objects.filter(household=household, kind__in=kinds).order_by("due_on")
    told = list(rows.values_list("key", "state", "due_on"))
    waiting = [due for _, state, due in told if state in Visit.OPEN]
    if waiting:
        return waiting[0]
    done = {key for key, _, _ in told}
    yearly = [one for one in plans().values() if one.kind in kinds and one.counts == "own"]
    if not yearly:
        return None
    of_able = families(yearly[0].whom, day, household)  # the plans differ in nothing but this
    found = [
        next(last for key, last in windows.from_now(plan, one, day) if key not in done)
        for plan in yearly
        for one in of_able[plan.whom["able"]]
    ]
    return min(found, default=None)
