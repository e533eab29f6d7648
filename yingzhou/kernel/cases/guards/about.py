"""Whom it is about, and that they are looked after as often as their danger asks."""

from __future__ import annotations

from yingzhou.kernel.cases import linking, persons
from yingzhou.kernel.catalogue.items import FollowUp
from yingzhou.kernel.catalogue.items.parts import OFTEN
from yingzhou.kernel.people.models import Person, Residence

from .asked import Asked
from .words import HAN, SUBSTANCE


def linked(asked: Asked, _: str) -> list[str]:
    """A child of whom nobody knows whom of the register it is, is found by nobody who looks after
    it later: it is named, or somebody writes why that cannot be."""
    named = asked.data.get(linking.asked_in(asked.way))
    if named is not None:
        return _of_age(Person.objects.get(pk=named))
    if linking.subject_of(asked.case) is not None:
        return []
    why = str(asked.data.get(linking.UNLINKED) or "")
    if len(HAN.findall(why)) >= SUBSTANCE or (not why and _said_before(asked)):
        return []
    if why:
        return [f"为什么对不上登记, 写得太短, 至少 {SUBSTANCE} 个字: 查过哪里、怎样查的"]
    return [f"还没有写明孩子是登记里的哪一位: {persons.HOW}; 实在对不上的, 写明为什么"]


def _of_age(person: Person) -> list[str]:
    if persons.is_minor(person):
        return []
    born = f"{person.birth_date:%Y-%m-%d}"
    return [f"{person.name}登记的出生日期是 {born}, 已满 18 岁: 请核对是不是这个孩子"]


def _said_before(asked: Asked) -> bool:
    rows = asked.case.steps.exclude(data=None).only("data")
    return any((step.data or {}).get(linking.UNLINKED) for step in rows)


def often_enough(asked: Asked) -> list[str]:
    """Asked of every step that plans visits; nothing of others."""
    said = asked.way.follow_up
    often = str(asked.data.get(said.often) or "") if said is not None else ""
    if said is None or not often:
        return []
    return [*_too_seldom(asked, said, often), *_not_to_be_visited(asked, often)]


def _too_seldom(asked: Asked, said: FollowUp, often: str) -> list[str]:
    risk = risk_of(asked, said)
    least = said.least.get(risk, "")
    order = list(OFTEN)
    if not least or order.index(often) <= order.index(least):
        return []
    return [f"风险评为“{risk}”的至少{least}上门看一次({said.basis}); 您选的是“{often}”"]


def risk_of(asked: Asked, said: FollowUp) -> str:
    """As it was assessed last."""
    for step in asked.case.steps.exclude(data=None).order_by("-seq"):
        if said.risk in (step.data or {}):
            return str(step.data[said.risk])
    return ""


def _not_to_be_visited(asked: Asked, often: str) -> list[str]:
    """Who is not in the register, or not here, cannot stand in the list of visits: somebody writes
    how they are looked after all the same."""
    if OFTEN[often] is None or asked.words.strip():
        return []
    named = asked.data.get(linking.asked_in(asked.way))
    who = Person.objects.get(pk=named) if named is not None else linking.subject_of(asked.case)
    if who is None:
        why = "孩子没有对上登记"
    elif not Residence.objects.on(asked.day).filter(person=who).exists():
        why = "登记里孩子不住在本区"
    else:
        return []
    return [f"{why}, 系统排不了走访: 请在说明里写明由谁、从哪天起、多久去看一次"]
