"""Whether the registers let somebody apply: items that are for those registered here."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.people.models import Person, Residence

STAFFED = ("counter", "village", "district")


def barred(apply: Apply, person: Person, day: date, channel: str = "online") -> tuple[str, str]:
    """Why not, and where to go instead; both empty where nothing is in the way. Everybody in the
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
