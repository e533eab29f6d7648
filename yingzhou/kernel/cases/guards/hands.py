"""Whose hands it may go through: four eyes, relatives among the staff, whose desk is below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import staff_kin
from yingzhou.kernel.divisions.tree import tree_on

from .asked import Asked

STAFF_KIN = "staff_kin"
"""The question of a form that tells of relatives among the staff."""
REOPENED = "reopen"
NUMBER = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{9}-[0-9]{6}(?![0-9])")
WENT = "went"
"""In the data of a step: the accounts of those who went to the household and signed for it."""


def named(text: str) -> set[str]:
    """The people whose names stand one after the other."""
    return {one for one in re.split(r"[、,，;；\s]+", text) if one}


def two_people(asked: Asked, _: str) -> list[str]:
    """Two visitors at least (民发〔2021〕57号)."""
    return (
        []
        if len(named(str(asked.data.get("visitors", "")))) >= 2
        else ["入户要两人以上, 请写全两个人的姓名"]
    )


def other_person(asked: Asked, of: str) -> list[str]:
    """Four eyes: not whoever took the step before, nor whoever went along to the household."""
    if asked.user is None:
        return []
    last = asked.case.steps.filter(transition=of).order_by("-seq").first()
    if last is None:
        return []
    if last.user_id == asked.user.pk:
        return [f"“{last.name}”是您办的, 这一步要由另一个人办"]
    went = (last.data or {}).get(WENT)
    if isinstance(went, list) and asked.user.pk in went:
        return ["这家是您去入户的, 这一步要由没有去过的人办"]
    return []


def other_hands(asked: Asked, _: str) -> list[str]:
    """A decision is looked at again by others: by nobody who answers for the case that it was made
    in, or took a step of it."""
    if asked.user is None:
        return []
    before = _looked_at_again(asked.case)
    if before is None:
        return []
    is_theirs = before.owner_id == asked.user.pk or before.steps.filter(user=asked.user).exists()
    told = f"原来的 {before.number} 是您经手的, 这一步要由没有经手过的人办"
    return [told] if is_theirs else []


def _looked_at_again(case: Case) -> Case | None:
    """The case that it follows; or whose number was written down, where it came without one."""
    if case.previous_id is not None:
        return case.previous
    told = " ".join(str(one) for one in case.answers.get("values", {}).values())
    named = Case.objects.filter(number__in=NUMBER.findall(told)[:5], applicant=case.applicant)
    return named.order_by("pk").first() if case.applicant_id is not None else None


def is_of_staff(case: Case) -> bool:
    """They said so, or the register knows it."""
    return bool(case.answers.get("values", {}).get(STAFF_KIN)) or staff_kin(case)


def kin_of_staff(asked: Asked, of: str) -> list[str]:
    taken = asked.case.steps.order_by("seq").values_list("transition", flat=True)
    return unvisited(asked.case, list(taken), of)


def unvisited(case: Case, taken: Sequence[str], of: str) -> list[str]:
    """A household with a relative among those who handle such matters is put on record and visited
    by the district (民发〔2021〕57号). ``taken``: the steps so far; the visit (``of``) is one of
    this round: opened again, the case is visited again."""
    anew = max((n for n, key in enumerate(taken) if key == REOPENED), default=-1)
    if of in taken[anew + 1 :] or not is_of_staff(case):
        return []
    return ["家里有经办人员或村居干部的近亲属: 先“单独登记备案, 请区里入户”, 入户以后再办这一步"]


def below(asked: Asked, _: str) -> list[str]:
    """There is a town or village to hand it to: what the district took in itself because it is
    about them, or of which nobody knows the village, stays with the district."""
    if asked.case.home_id != tree_on(asked.day).root.id:
        return []
    return ["这件事由区里直接办: 说的可能就是下面的单位, 或不知道是哪个村居, 不能转下去"]
