"""Whether the registers let somebody apply: items that are for those registered here, or for those
on a roll."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.cases.rolls import is_on
from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.people.models import Person, Residence

ASKED_FOR = ("counter", "online", "terminal", "village")
"""Ways in which an applicant comes; the house itself and other offices' systems are not asked."""
STAFFED = ("counter", "village", "district")


def barred(apply: Apply, person: Person, day: date, channel: str = "online") -> tuple[str, str]:
    """Why not, and where to go instead; both empty where nothing is in the way."""
    why, instead = _elsewhere(apply, person, day, channel)
    if why or apply.only is None or channel not in ASKED_FOR or is_on(apply.only, person, day):
        return why, instead
    return apply.only.say, apply.only.instead


def _elsewhere(apply: Apply, person: Person, day: date, channel: str) -> tuple[str, str]:
    """Everybody in the
    registers lives here or is registered here; they know nothing of the city's other districts,
    and there a clerk has to look into the household book."""
    if apply.register == "any" or (apply.register == "city" and channel in STAFFED):
        return "", ""
    rows = Residence.objects.on(day).filter(person=person, kind=Residence.Kind.REGISTERED)
    if rows.exists():
        return "", ""
    if apply.register == "district":
        return (
            "这件事按户籍办, 登记里您的户口不在本区",
            "请到户口所在地的区申请; 户口刚迁来的, 带户口簿到窗口更新登记后再办",
        )
    return (
        "这件事要有上海户籍, 登记里没有查到您的户籍",
        "户口在本市其他区的, 请到窗口办理; 登记不对的, 带户口簿到窗口更正",
    )
