"""What every item still lacks, one line a problem: what an officer mends before residents meet it.

A file that cannot work is refused when it is read; what stands here works, and could be better.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yingzhou.kernel.catalogue.items import Item, items, wordings

from .applied import applied
from .problem import BAD, DOUBT, NOTE, SEVERITIES, SOURCE, Problem
from .resting import resting

__all__ = ["BAD", "DOUBT", "NOTE", "SEVERITIES", "SOURCE", "Problem", "health", "problems"]


def health(day: date) -> dict[str, list[Problem]]:
    """The problems of every item of ``day``, by code; an empty list where all is well."""
    return {code: problems(item, day) for code, item in items(day).items()}


def problems(item: Item, day: date) -> list[Problem]:
    """The problems of one item, the worst first."""
    found = [*_described(item), *applied(item), *resting(item, day), *_to_come(item, day)]
    return sorted(found, key=lambda problem: SEVERITIES.index(problem.severity))


def _described(item: Item) -> Iterator[Problem]:
    yield from _founded(item)
    if item.apply is None and not item.guide.get("steps"):
        yield Problem(BAD, "办事指南没有写步骤", "在 guide.steps 里写先做什么、再做什么")
    if not item.synonyms:
        yield Problem(NOTE, "没有别名, 群众用俗称搜不到", "在 synonyms 里写大家怎么叫")
    if not item.topics:
        yield Problem(NOTE, "没有归到主题, 按主题浏览看不到", "在 topics 里选一个")


def _founded(item: Item) -> Iterator[Problem]:
    laws = [f"《{one['law']}》" for one in item.basis if not one.get("article")]
    if laws and item.apply is None:
        remedy = "对照原文, 查到第几条再写; 没有查到的不要写"
        yield Problem(SOURCE, f"依据{'、'.join(laws)}还没有核到条款", remedy)
    elif laws:
        yield Problem(BAD, f"依据{'、'.join(laws)}没有写条款", "写到第几条")


def _to_come(item: Item, day: date) -> Iterator[Problem]:
    for since, _ in wordings(item.code):
        if since > day:
            yield Problem(NOTE, f"{since} 起换新版本", "到那天自动生效, 在办的仍按旧版本")
