"""What will follow, in words, before somebody confirms it."""

from __future__ import annotations

from datetime import date

from yingzhou.core.spells import FOREVER
from yingzhou.kernel.people.models import LifeEvent, Membership, Person

from .places import Places

WORDS = {
    "people.residence": "户籍和常住记录",
    "people.membership": "户籍户成员关系",
    "people.enrolment": "名册登记",
    "people.disabilitycertificate": "残疾人证",
    "people.household": "户籍户",
    "people.custody": "服刑或强制戒毒记录",
}


def death_follows(person: Person, on: date, shows_private: bool = True) -> list[str]:
    """The consequences of recording the death of ``person`` on ``on``. Without ``shows_private``
    nothing is told of what stands in the register."""
    if person.death_date is not None:
        return _second_word(person.death_date, on)
    ending = _ending(person, on) if shows_private else [ENDING]
    return [*ending, *AFTER_A_DEATH]


ENDING = "户籍、常住、名册和残疾人证的登记自这一天起终止"
AFTER_A_DEATH = (
    "在养老、社区等岗位上任职的, 任职随之终止",
    "发给本人的钱从去世的次月起停; 已经多发的立案追回",
    "家里的救助从下次计算起按其余的人算; 钱发到此人名下的, 改发给家里另一个成年人",
    "对此人的走访停办",
)


def _second_word(known: date, on: date) -> list[str]:
    if on == known:
        return [f"此人已于 {known} 登记死亡; 您报的这一天和登记一致, 记为又一个来源"]
    return [
        f"此人已登记死亡, 登记的是 {known}, 和您报的 {on} 不一样",
        "您报的会记下, 由乡镇另一个人核实哪一天是对的; 核实以前照原来的登记",
    ]


def _ending(person: Person, on: date) -> list[str]:
    places = Places(on)
    lines = [
        f"{row.get_kind_display()}({places.label(row.division_id)}) 自 {on} 起终止"
        for row in person.residences.filter(valid_to__gt=on).order_by("kind")
    ]
    for row in person.memberships.filter(valid_to__gt=on).select_related("household"):
        lines.append(f"不再是户号 {row.household.number} 的成员{_last(row, person)}")
    for enrolment in person.enrolments.filter(valid_to__gt=on).order_by("pk"):
        lines.append(f"退出名册: {enrolment.get_roll_display()}")
    for card in person.disability_certificates.filter(valid_to__gt=on).order_by("pk"):
        lines.append(f"残疾人证注销: {card.get_category_display()}{card.grade}级")
    return lines


def disability_follows(person: Person, grade: int, on: date) -> list[str]:
    lines = [
        f"{card.get_category_display()}{card.grade}级的残疾人证到 {on} 为止"
        for card in person.disability_certificates.filter(valid_to__gt=on).order_by("pk")
    ]
    lines += [f"新的残疾人证自 {on} 起有效"] if grade else []
    return [*lines, "按残疾登记发的补贴、家里的救助, 从下次计算起按新的登记算"]


def custody_follows(is_back: bool, on: date) -> list[str]:
    if is_back:
        return [f"自 {on} 起重新算作家里人", "家里的救助从下次计算起按新的人数算"]
    return [
        f"自 {on} 起不算共同生活的家里人, 家里的救助从下次计算起按其余的人算",
        "钱发到此人名下的, 改发给家里另一个成年人",
        "对此人的走访停办; 释放以前不再安排",
    ]


def _last(row: Membership, person: Person) -> str:
    others = Membership.objects.filter(household=row.household_id, valid_to__gte=FOREVER)
    return "" if others.exclude(person=person).exists() else "; 户内已无他人, 此户随之销户"


def reversal_follows(event: LifeEvent) -> list[str]:
    """What taking ``event`` back restores."""
    if event.effects is None:
        return [f"截止于 {event.on} 的户籍、常住、户籍户成员关系和名册恢复有效"]
    lines = []
    for label, word in WORDS.items():
        mine = [effect for effect in event.effects if effect[0] == label]
        back = sum(1 for effect in mine if effect[2] is not None)
        gone = len(mine) - back
        lines += [f"{back} 条{word}恢复到原来的终止日期"] if back else []
        lines += [f"{gone} 条由这次登记产生的{word}取消"] if gone else []
    return [*lines, "因这次登记而终止的岗位任职一并恢复"] if lines else ["没有连带变更需要恢复"]
