"""Small makers of public notices."""

from __future__ import annotations

from datetime import date, datetime

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.kernel.disclosure import services
from yingzhou.kernel.disclosure.models import Objection, PublicNotice

CLERK = Actor(7, "li.ming")
MONDAY = date(2025, 3, 3)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


def shown(about: str = "matter:1", division=None, since: date = MONDAY, **more) -> PublicNotice:
    said = {
        "title": "最低生活保障公示",
        "lines": {"name": "李*珍", "village": "启瀛村3组", "amount": "每月 2,430.00 元"},
        "basis": "民发〔2021〕57号",
        "days": 7,
        "actor": CLERK,
        "at": at(since),
    } | more
    place = division or factories.village()
    return services.show(about=about, division=place, since=since, **said)


def objected(notice: PublicNotice, day: date, words: str = "他家在镇上有店面") -> Objection:
    return services.file_objection(notice=notice, words=words, at=at(day))


def answered(objection: Objection, day: date, upheld: bool = False) -> None:
    services.answer_objection(
        objection=objection, upheld=upheld, answer="店面是别人的", actor=CLERK, at=at(day)
    )
