"""What somebody has to write before they go on: why, how, and in the face of what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, Consultation
from yingzhou.kernel.catalogue.items import Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.kernel.notices import selectors as notices

from .asked import Asked

HAN = re.compile("[\u4e00-\u9fff]")
SUBSTANCE = 10
"""So many characters at least a reason has with which somebody is refused."""
WEIGH = "各部门是这样答复的: 请写明看过以后为什么仍可以这样办"
DEAD = "请写明为什么仍可以同意(例如家里别人接着办, 或登记有误)"
TOLD = "told_how"
"""The question of a step how whoever reported was told, and two of its answers."""
BY_MESSAGE, LEFT_NOTHING = "结束时自动发消息", "没有留联系方式"
CAME = "本人(或受委托的人)哪天到场提出撤回、怎样核对的身份"
"""What whoever puts down a withdrawal for an applicant writes."""
PRESENT = ("到场", "当面", "到窗口", "来窗口")


def reason(asked: Asked, _: str) -> list[str]:
    return [] if asked.words.strip() else [f"请写明{asked.way.says or '理由'}"]


def other_days(asked: Asked, _: str) -> list[str]:
    """Who was tried so many times was tried on as many days, since there was something to ask
    about."""
    days = [str(asked.data.get(one.key) or "") for one in asked.way.asks if one.kind == "date"]
    since = clock.day_of(asked.case.stage_since).isoformat()
    found = []
    if len(set(days)) < len(days):
        found.append(f"{len(days)}次要在{len(days)}个不同的日子, 同一天打几次只算一次")
    if early := [forms.written(one) for one in days if one and one < since]:
        found.append(f"{'、'.join(early)}还没有到这一步({forms.written(since)}), 请核对日期")
    return found


def refuses(way: Transition) -> bool:
    return way.decides == "refuse" or way.closes in ("refused", "not_accepted")


def grounds(asked: Asked) -> tuple[str, ...]:
    """What failed, where the rule itself says no."""
    found = asked.reckoned if refuses(asked.way) else None
    return found.reasons if found is not None and found.advice == "refuse" else ()


def of_substance(asked: Asked) -> list[str]:
    """Whoever is refused reads why: a word is no reason, unless the rule gives one beside it."""
    words = asked.words.strip()
    if asked.user is None or not words or not refuses(asked.way):
        return []
    if len(HAN.findall(words)) >= SUBSTANCE or grounds(asked):
        return []
    return [
        f"理由会写进给本人的信里, “{words[:20]}”看不出为什么: "
        f"请写明什么事实、不符合哪一条, 至少 {SUBSTANCE} 个字"
    ]


def not_yet(asked: Asked) -> list[str]:
    """What is told of a day that has not come, or on which nobody had asked for anything."""
    today, received = asked.day.isoformat(), clock.day_of(asked.case.received_at).isoformat()
    told = {one.label: str(asked.data.get(one.key) or "") for one in asked.way.asks if one.past}
    return [
        *(
            f"{label}: 还没有到这一天, 请填已经办过的日子"
            for label, day in told.items()
            if day > today
        ),
        *(
            f"{label}: 早于收件的日子({forms.written(received)}), 请核对"
            for label, day in told.items()
            if day and day < received
        ),
    ]


def says_how(way: Transition) -> bool:
    """A withdrawal that somebody else puts down: that the applicant came and said so. Where the
    step has questions of its own, or says what to write, they ask that."""
    return way.closes == "withdrawn" and not way.asks and not way.says


def taken_back(asked: Asked) -> list[str]:
    """To take a matter back is the applicant's alone: nobody does it for them on the telephone."""
    is_staff = asked.user is not None and asked.user.kind == User.Kind.STAFF
    if not is_staff or asked.way.closes != "withdrawn":
        return []
    if asked.way.says:
        return reason(asked, "")
    if not says_how(asked.way) or any(one in asked.words for one in PRESENT):
        return []
    return [f"请写明{CAME}。没有到场的不能登记, 请本人来, 或请本人在网上撤回"]


def their_word(asked: Asked) -> list[str]:
    """That it is settled, say they themselves: whoever puts it down writes how they said it."""
    is_staff = asked.user is not None and asked.user.kind == User.Kind.STAFF
    is_theirs = asked.way.by == APPLICANT and asked.way.closes != "withdrawn"
    return reason(asked, "") if is_staff and is_theirs and asked.way.says else []


def of_opinions(asked: Asked, _: str) -> list[str]:
    """Whoever goes on in the face of what departments said weighs it in words: an answer that does
    not agree, one that tells what was found, one that has not come."""
    if asked.words.strip():
        return []
    rows = to_weigh(asked.way, weighed(asked.case))
    return [*(f"{row.unit}: {said(row)}" for row in rows), WEIGH] if rows else []


def to_weigh(way: Transition, rows: Sequence[Consultation]) -> list[Consultation]:
    """Of these answers those that whoever takes this step reads first: all (``opinions``), or that
    somebody does not agree (``disagreed``)."""
    if "opinions" in way.needs:
        return list(rows)
    return [row for row in rows if row.agrees is False and "disagreed" in way.needs]


def weighed(case: Case) -> list[Consultation]:
    """What departments were asked and did not simply agree to. One query."""
    return list(case.consultations.exclude(agrees=True).order_by("pk"))


def said(row: Consultation) -> str:
    """A department's answer as it is read before going on."""
    if row.answered_at is None:
        return "还没有答复"
    return f"不同意: {row.answer}" if row.agrees is False else f"答复“{row.answer}”"


def died(case: Case) -> str:
    """The day on which the applicant died, as the register has it; empty where they live."""
    day = case.applicant.death_date if case.applicant is not None else None
    return day.isoformat() if day is not None else ""


def of_the_dead(asked: Asked) -> list[str]:
    """Nothing is granted to the dead on a click: the family may go on with it, or the register be
    wrong, and whoever says so writes it."""
    grants = "grant" in (asked.way.decides, asked.way.proposes)
    day = died(asked.case)
    if not day or not grants or asked.words.strip() or asked.user is None:
        return []
    return [f"登记里写着申请人{forms.written(day)}去世: {DEAD}"]


def was_told(asked: Asked, _: str) -> list[str]:
    """How whoever reported was told is true: a message needs somewhere to arrive, and that they
    left nothing is so only where they did not."""
    how, case = asked.data.get(TOLD), asked.case
    is_reached = case.applicant is not None and notices.is_reached(case.applicant)
    if how == BY_MESSAGE and not is_reached:
        return ["登记里没有报告人收消息的手机号, 消息发不出去: 请打电话或当面告诉, 再办这一步"]
    left = is_reached or forms.telephone(asked.apply.form, case.answers)
    if how == LEFT_NOTHING and left:
        return ["报告人留了联系方式: 先在“要回电给报告人”里看电话, 告诉结果; 打不通的选“联系不上”"]
    return []
