"""Who may apply for what on the web; who may not is told why, and where to go instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from yingzhou.core import clock
from yingzhou.kernel.cases.alongside import ALONGSIDE
from yingzhou.kernel.cases.models import Case, Draft
from yingzhou.kernel.cases.registers import barred
from yingzhou.kernel.cases.services.admission import OF_FAMILY, ONE_EACH, of_family
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.parts import CHANNELS
from yingzhou.web.portal.affairs import Affairs
from yingzhou.web.receiving import already


@dataclass(frozen=True)
class Door:
    """``why``: why it does not open here, ``instead``: where to go; both empty where it does.
    ``same``: one like it is open, which is a hint where several are right; ``already``: their
    family has it."""

    why: str = ""
    instead: str = ""
    open_case: Case | None = None
    draft: Draft | None = None
    same: Case | None = None
    already: str = ""

    @property
    def is_open(self) -> bool:
        return not self.why and self.open_case is None


def item_or_404(programme: str, name: str) -> Item:
    found = items(clock.today()).get(f"{programme}/{name}")
    if found is None:
        raise Http404
    return found


def online(item: Item) -> bool:
    return (
        item.apply is not None
        and "online" in item.apply.channels
        and item.apply.subject != "organisation"
    )


def door(item: Item, affairs: Affairs, day: date, previous: Case | None = None) -> Door:
    """At most eight queries, most of them only for what is a family's."""
    why, instead = _barred(item, affairs, day)
    if why:
        return Door(why, instead)
    rows = Case.objects.filter(item=item.code, applicant=affairs.person, is_open=True)
    rows = rows.filter(previous=previous) if previous else rows.filter(reason__in=("", ALONGSIDE))
    found, same = rows.defer("answers").order_by("-pk").first(), None
    if found is None and previous is None and _of_family(item, affairs, day):
        return Door(OF_FAMILY, ONE_EACH)
    if found is not None and not found.only_one and previous is None:
        found, same = None, found
    drafts = Draft.objects.filter(person=affairs.person, item=item.code, case=None)
    draft = None if found else drafts.defer("answers").first()
    told = "" if found else already(item, affairs.person, day)
    return Door(open_case=found, draft=draft, same=same, already=told)


def _of_family(item: Item, affairs: Affairs, day: date) -> bool:
    if item.apply is None or not item.apply.one_each:
        return False
    return of_family(item.code, affairs.person, day) is not None


def _barred(item: Item, affairs: Affairs, day: date) -> tuple[str, str]:
    apply = item.apply
    if apply is None:
        return "这件事目前只有办事指南, 不能在这里申请", item.where
    if apply.subject == "organisation":
        return "这件事由单位来办, 个人账号不能申请", f"请单位的经办人到窗口: {item.where}"
    if "online" not in apply.channels:
        return "这件事不能在网上申请", _elsewhere(item)
    if not affairs.covers(item.code):
        name = affairs.person.name
        return f"{name}给您的委托里没有这一项", "请两人到窗口登记这一项的委托, 或换回本人再办"
    return barred(apply, affairs.person, day)


def _elsewhere(item: Item) -> str:
    channels = item.apply.channels if item.apply else ()
    if channels == ("district",):
        return "不用您申请: 符合条件时由民政部门主动办理"
    ways = "、".join(CHANNELS[one] for one in channels if one not in ("district", "online"))
    return f"可以这样办: {ways}。{item.where}" if ways else item.where
