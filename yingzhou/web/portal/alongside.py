"""On the last page of an application: what else the applicant may ask for with the same answers
(B8), without a word of what others of the family have not told them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yingzhou.core import clock
from yingzhou.kernel.accounts.selectors import principals_of
from yingzhou.kernel.cases import consent, questions
from yingzhou.kernel.cases.alongside import Line
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import Registered, as_shown, without
from yingzhou.kernel.cases.services.beside import ask_beside
from yingzhou.web.alongside import wanted
from yingzhou.web.portal.filling import Filling

ONLINE = "online"


def offered(here: Filling, known: Registered) -> list[Line]:
    """Lines of whoever applies and of children for whom the viewer acts. ``known``: of the
    applicant, as the registers stand."""
    if here.item.is_word:
        return []
    person, day = here.affairs.person, clock.today()
    answers = consent.taken_at_word(questions.finished(here.apply, here.answers))
    told = as_shown(_of_own(here, known), answers, person, day)
    found = wanted(here.item, answers, person, day, ONLINE, told)
    lines = [one for one in found if not (one.is_of_event or one.comes_by_itself)]
    others = {one.whom for one in lines if not one.is_own}
    theirs = {person.pk} | (_acted_for(here) if others else set())
    return [one for one in lines if one.whom in theirs and here.affairs.covers(one.item.code)]


def _of_own(here: Filling, known: Registered) -> Registered:
    """Where nobody else of the family was asked, nothing of theirs is counted."""
    if here.answers["members"]:
        return known
    own = here.affairs.person.pk
    others = {one["person_id"] for one in known.household["members"]} - {own}
    return without(known, others, bool(others))


def _acted_for(here: Filling) -> set[int]:
    viewer = here.affairs.user.person
    if viewer is None:
        return set()
    return {one.person.pk for one in principals_of(viewer, clock.today())}


def ask(
    here: Filling, case: Case, lines: Iterable[Line], ticked: Iterable[str], at: datetime
) -> list[str]:
    """What became of each that was ticked, in words."""
    keys, told = set(ticked), []
    for line in lines:
        if line.key not in keys:
            continue
        whose = "" if line.is_own else f"({line.name})"
        name = f"{line.item.name}{whose}"
        try:
            made, open_ = ask_beside(case=case, line=line, user=here.affairs.user, at=at)
        except (CaseFault, Duplicate, NotYours) as fault:
            told.append(f"{name}没有一并提交: {fault}")
            continue
        if made is not None:
            told.append(f"{name}一并提交了, 编号 {made.number}")
        else:
            told.append(f"{name}还有 {open_} 个问题要问您, 已存好, 到“我的办事”接着填")
    return told
