"""One fact: what it means, where it is known from, what holds where nothing is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.files.inputs import MOST_COUNT, MOST_FEN, InputSpec
from yingzhou.policy.kinds import DAY, FLAG, LABEL
from yingzhou.policy.shown import number, shown
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

from .things import Link, fact_of, link
from .usage import users_ever

WHOSE = {
    PERSON: "每一个人",
    HOUSEHOLD: "共同生活的一户",
    REGISTERED: "同一户籍的一户",
    OBLIGOR: "负有赡养、抚养、扶养义务而不住在一起的人",
}


@dataclass(frozen=True)
class Page:
    spec: InputSpec
    whose: str
    kind: str
    limits: str
    assumed: str
    users: list[Link]


def page(entity: str, name: str, day: date) -> Page | None:
    spec = book().inputs.get((entity, name))
    if spec is None:
        return None
    users = [link(one, day) for one in users_ever(fact_of((entity, name)))]
    return Page(spec, WHOSE[entity], kind_of(spec), limits(spec), assumed(spec), users)


def kind_of(spec: InputSpec) -> str:
    if spec.kind == LABEL:
        return f"选一类: {'、'.join(spec.labels)}"
    if spec.kind in (FLAG, DAY):
        return str(spec.kind)
    return f"{'金额' if spec.kind.is_money else '数'}, 单位 {spec.kind.unit}"


def limits(spec: InputSpec) -> str:
    """Between which numbers it must lie; empty where nothing particular is set."""
    if spec.kind.base != "number":
        return ""
    usual = MOST_FEN if spec.kind.is_money else MOST_COUNT
    least = number(spec.kind, spec.least)
    return f"不小于 {least}" if spec.most == usual else f"{least} 到 {number(spec.kind, spec.most)}"


def assumed(spec: InputSpec) -> str:
    return "" if spec.assume is None else shown(spec.kind, spec.assume)
