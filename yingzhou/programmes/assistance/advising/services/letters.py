"""The plan as a letter for the family: what was agreed, who does it, by when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock, crypto
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.notices.services import issue_letter
from yingzhou.kernel.people.models import Membership
from yingzhou.programmes.assistance.advising.faults import AdvisingFault
from yingzhou.programmes.assistance.advising.models import Measure

from .plans import mine

TITLE = "帮扶方案"


def _day(value: object) -> str:
    return f"{value:%Y年%-m月%-d日}"


@transaction.atomic
def issue(*, plan: int, user: User, at: datetime) -> Letter:
    """To the head of the household, as the plan stands now; unchanged since, it is the same
    letter."""
    row = mine(plan, user)
    members = Membership.objects.on(clock.day_of(at)).filter(household=row.household_id)
    head = members.select_related("person").order_by("relation", "pk").first()
    some = list(row.measures.exclude(state=Measure.State.DECLINED).order_by("due_on", "pk"))
    if head is None or not some:
        raise AdvisingFault("方案里还没有措施, 没有可以写进信里的")
    state = "-".join(f"{one.pk}{one.state}{one.due_on:%m%d}" for one in some)
    review = f"{_day(row.review_due_on)}前, 顾问再和您家一起看一次。" if row.review_due_on else ""
    letter = issue_letter(
        key=f"plan:{row.pk}:{_key(state, row.goals)}",
        template="general",
        title=TITLE,
        person=head.person,
        about=f"plan:{row.pk}",
        about_number="",
        content={
            "paragraphs": [
                "这是和您家一起定的帮扶方案。每一条您家同意了才办; 改主意了, 随时告诉顾问。",
                *([f"想要做到的: {'; '.join(row.goals)}。"] if row.goals else []),
                f"您家的救助顾问是{row.adviser or user}。{review}",
            ],
            "facts": [(one.name, _line(one)) for one in some],
        },
        actor=audit.Actor.of(user),
        at=at,
    )
    audit.record(audit.Actor.of(user), "advising.letter", row, {})
    return letter


def _key(state: str, goals: list[str]) -> str:
    """Short, and another wherever the letter would say something else."""
    return crypto.digest(state + "\n".join(goals)).hex()[:16]


def _line(one: Measure) -> str:
    return f"{one.why} {one.owner}负责, {_day(one.due_on)}前。现在: {one.get_state_display()}"
