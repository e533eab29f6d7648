"""What a page can point to: a rule, a parameter, a fact, each as it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from django.urls import reverse

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.book import Key
from yingzhou.policy.exclusions import LEFT, PAID
from yingzhou.policy.law import Law, law
from yingzhou.policy.rules import FOREVER, Heading, Rule
from yingzhou.policy.shown import shown
from yingzhou.policy.words import parameter_name

What = Literal["rule", "parameter", "fact"]
WORDS: dict[str, str] = {"rule": "规则", "parameter": "参数", "fact": "事实"}


@dataclass(frozen=True, order=True)
class Thing:
    """``entity`` is empty for a parameter. ``name`` of a rule is that of its lineage."""

    what: What
    entity: str
    name: str

    @property
    def key(self) -> Key:
        return self.entity, self.name


@dataclass(frozen=True)
class Link:
    """``note``: a few words beside it (value today, what kind). ``holds``: today."""

    label: str
    url: str
    what: What
    note: str
    is_unverified: bool
    holds: bool


def rule_of(key: Key) -> Thing:
    return Thing("rule", *key)


def fact_of(key: Key) -> Thing:
    return Thing("fact", *key)


def parameter_of(name: str) -> Thing:
    return Thing("parameter", "", name)


def address(thing: Thing) -> str:
    if thing.what == "parameter":
        return reverse("law:parameter", args=[thing.name])
    return reverse(f"law:{thing.what}", args=[thing.entity, thing.name])


@lru_cache(maxsize=4)
def law_on(day: date) -> Law:
    """The law of ``day``; kept, because every part of a page asks for it."""
    return law(book(), day)


@lru_cache(maxsize=4096)
def link(thing: Thing, day: date) -> Link:
    """``thing`` as it stands on ``day``."""
    url = address(thing)
    if thing.what == "parameter":
        return _parameter_link(thing, url, day)
    if thing.what == "fact":
        return Link(thing.name, url, "fact", f"事实 · {thing.entity}", False, True)
    rule = version(thing.key, day)
    holds = rule.heading.holds_on(day)
    note = f"规则 · {thing.entity}" if holds else f"规则 · {span(rule.heading)}"
    return Link(rule.heading.shown, url, "rule", note, rule.heading.is_unverified, holds)


def _parameter_link(thing: Thing, url: str, day: date) -> Link:
    one = book().parameters[thing.name]
    dated = one.on(day)
    label = parameter_name(thing.name)
    if dated is None or dated.value is None:
        return Link(label, url, "parameter", "今天没有值", False, False)
    note = "表" if one.axes else shown(one.kind, dated.value[0])
    return Link(label, url, "parameter", note, dated.is_unverified, True)


def version(key: Key, day: date) -> Rule:
    """The version that holds on ``day``, or the nearest: the last that held, else the first."""
    versions = book().rules[key]
    found = book().version(key, day)
    if found is not None:
        return found
    past = [one for one in versions if one.heading.since <= day]
    return past[-1] if past else versions[0]


def is_made(key: Key) -> bool:
    """Made by the engine for the exclusions (排除后X, 应发X), not written by an author."""
    return key[1].startswith((LEFT, PAID)) and not book().rules[key][-1].text


def is_paid(key: Key) -> bool:
    return is_made(key) and key[1].startswith(PAID)


def paid_of(key: Key) -> Key | None:
    """应发X of the benefit X; None for what is no benefit."""
    made = (key[0], PAID + key[1])
    return made if made in book().rules else None


def benefit_of(key: Key) -> Key:
    """X of 应发X and 排除后X; the same for all others."""
    if not is_made(key):
        return key
    return key[0], key[1].removeprefix(PAID).removeprefix(LEFT)


def summary(key: Key, day: date) -> str:
    """What the rule gives; of 应发X what X is, since nobody asks for the step as such."""
    said = version(benefit_of(key), day).heading.summary
    return f"{said} (扣除互斥以后)" if is_made(key) else said


def span(heading: Heading) -> str:
    """2015-04-01 起, 至 2019-04-30, 一直有效."""
    since = f"{heading.since} 起" if heading.since.year > 1949 else ""
    until = f"至 {heading.until}" if heading.until < FOREVER else ""
    return ", ".join(part for part in (since, until) if part) or "一直有效"
