"""Small makers of letters and messages."""

from __future__ import annotations

from datetime import date, datetime

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.kernel.notices import services
from yingzhou.kernel.notices.models import Contact, Letter
from yingzhou.kernel.people.models import Person

CLERK = Actor(7, "li.ming")
NOON = datetime(2025, 3, 3, 12, tzinfo=clock.ZONE)
MOBILE = "13812345678"


def letter(key: str = "case:1/1/acceptance", person: Person | None = None, **more) -> Letter:
    said = {
        "template": "acceptance",
        "title": "受理通知书",
        "about": "case:1",
        "about_number": "2025-310151101-000001",
        "content": {"paragraphs": ["您申请的“最低生活保障”材料齐全, 我们已受理。"]},
        "actor": CLERK,
        "at": NOON,
    } | more
    return services.issue_letter(key=key, person=person, **said)


def reachable(*channels: str, name: str = "李秀珍") -> Person:
    """A person with a mobile number (and the app) since long ago."""
    someone = factories.person(name)
    for channel in channels or ("sms",):
        Contact.objects.create(
            person=someone, channel=channel, address=MOBILE, valid_from=date(2020, 1, 1)
        )
    return someone
