"""Why: the steps of a result with values and clauses, and why not, with how much was missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yingzhou.policy.book import Key
from yingzhou.policy.law import uses
from yingzhou.policy.reasons import reasons_of
from yingzhou.policy.rules import Rule
from yingzhou.policy.scalar import Evaluation, Instance, Step, Unknown
from yingzhou.policy.scalar.closures import Frame
from yingzhou.policy.shown import shown
from yingzhou.policy.tree import Assign, Branch, Node, Return, Statement, statements
from yingzhou.policy.words import value_of, words


@dataclass(frozen=True)
class Doubt:
    """Something the result rests on that nobody has verified: a figure or a rule."""

    name: str
    note: str


@dataclass(frozen=True)
class Line:
    """One rule for one person or household. ``depth`` 0 is the question itself.

    ``sentences``: how the value came about. ``reasons``: where it is nothing, what failed and by
    how much (worked out when asked for: few readers ask for every step's). ``needs``: where it is
    unknown, which facts are missing. ``doubts``: its own. ``plain``: the value for programs (money
    in fen, days as yyyymmdd); None where it is unknown.
    """

    key: Key
    title: str
    of: str
    value: str
    is_nothing: bool
    sentences: tuple[str, ...]
    clause: str
    summary: str
    needs: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    depth: int
    plain: int | str | None
    trace: tuple[Evaluation, Step] = field(repr=False, compare=False)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        evaluation, step = self.trace
        return tuple(reasons_of(evaluation, step)) if step.rule and self.is_nothing else ()


@dataclass(frozen=True)
class Explanation:
    lines: tuple[Line, ...]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Everything uncertain that the answer rests on, each once."""
        return tuple(dict.fromkeys(doubt for line in self.lines for doubt in line.doubts))

    @property
    def answer(self) -> Line:
        return self.lines[0]


def explain(evaluation: Evaluation, key: Key, instance: Instance) -> Explanation:
    """The answer first, then what it rests on, each once, deeper steps after those above."""
    evaluation.step(key, instance)
    seen: set[tuple[Key, int]] = set()
    return Explanation(tuple(_lines(evaluation, evaluation.step(key, instance), 0, seen)))


def _lines(
    evaluation: Evaluation, step: Step, depth: int, seen: set[tuple[Key, int]]
) -> Iterator[Line]:
    seen.add((step.key, id(step.instance)))
    yield line_of(evaluation, step, depth)
    if step.rule is None:
        return
    for below in evaluation.below(step):
        if (below.key, id(below.instance)) not in seen:
            yield from _lines(evaluation, below, depth + 1, seen)


def line_of(evaluation: Evaluation, step: Step, depth: int = 0) -> Line:
    versions = evaluation.law.book.rules[step.key]
    rule = step.rule
    heading = (rule or versions[-1]).heading
    unknown = step.value if isinstance(step.value, Unknown) else None
    nothing = unknown is None and not step.value
    return Line(
        key=step.key,
        title=heading.shown,
        of=step.instance.label,
        value=shown(heading.kind, step.value),
        is_nothing=nothing,
        sentences=_told_how(evaluation, step),
        clause=heading.basis,
        summary=heading.summary,
        needs=tuple(f"{need.of}的{need.name}" for need in unknown.needs)
        if unknown is not None
        else (),
        doubts=tuple(_doubts(evaluation, rule)) if rule and not step.said else (),
        depth=depth,
        plain=_plain(step.value),
        trace=(evaluation, step),
    )


def _told_how(evaluation: Evaluation, step: Step) -> tuple[str, ...]:
    if step.said:
        return (step.said,)
    if step.rule is None:
        return (absent(evaluation.law.book.rules[step.key], evaluation),)
    return tuple(_sentences(evaluation, step, step.rule))


def _plain(value: Any) -> int | str | None:
    if isinstance(value, Unknown):
        return None
    return value if isinstance(value, str) else int(value)


def absent(versions: tuple[Rule, ...], evaluation: Evaluation) -> str:
    """No version holds on the day."""
    first, last, day = versions[0].heading, versions[-1].heading, evaluation.law.day
    if day < first.since:
        return f"{first.shown}自 {first.since} 起施行, 此前没有这一项"
    return f"{last.shown}到 {last.until} 为止, 此后没有这一项"


def _sentences(evaluation: Evaluation, step: Step, rule: Rule) -> Iterator[str]:
    frame = Frame(evaluation, step)
    for one in _path(step, rule.body):
        if isinstance(one, Branch):
            found = next(value for branch, value in step.taken if branch is one)
            held = "未知" if isinstance(found, Unknown) else "成立" if found else "不成立"
            yield f"条件“{words(one.test, frame)}”{held}"
        else:
            name = one.name if isinstance(one, Assign) else rule.heading.shown
            yield f"{name} = {_with_total(one.value, frame)}"


def _with_total(node: Node, frame: Frame) -> str:
    text, total = words(node, frame), value_of(node, frame)
    return text if text.endswith(total) else f"{text} = {total}"


def _path(step: Step, body: tuple[Statement, ...]) -> Iterator[Statement]:
    """The statements that were met, in order."""
    for one in body:
        yield one
        if isinstance(one, Branch):
            found = next((value for branch, value in step.taken if branch is one), None)
            if found is None or isinstance(found, Unknown):
                return
            inside = one.then if found else one.other
            yield from _path(step, inside)
            if any(each is step.ended for each in statements(inside)):
                return
        elif isinstance(one, Return):
            return


def _doubts(evaluation: Evaluation, rule: Rule) -> Iterator[Doubt]:
    if rule.heading.is_unverified:
        yield Doubt(rule.heading.shown, rule.heading.note or "规则的写法尚未核实")
    for name in uses(rule).parameters:
        dated = evaluation.law.dated(name)
        was_read = name in evaluation.parameters and name not in evaluation.law.figures
        if was_read and dated is not None and dated.is_unverified:
            yield Doubt(name, dated.note or dated.source)


def doubts_of(evaluation: Evaluation, step: Step) -> tuple[Doubt, ...]:
    """Everything uncertain that ``step`` rests on, each once, without telling the steps."""
    waiting, seen, found = [step], {id(step)}, dict[Doubt, None]()
    while waiting:
        one = waiting.pop()
        if one.rule is not None and not one.said:
            found.update(dict.fromkeys(_doubts(evaluation, one.rule)))
        for below in evaluation.below(one):
            if id(below) not in seen:
                seen.add(id(below))
                waiting.append(below)
    return tuple(found)


def told(evaluation: Evaluation) -> Iterator[str]:
    """The whole trace as indented text, for a terminal."""
    for step in evaluation.steps:
        line = line_of(evaluation, step)
        yield f"{line.of} · {line.title}: {line.value}  [{line.clause}]"
        for sentence in (*line.sentences, *line.reasons):
            yield f"    {sentence}"
        if line.needs:
            yield f"    还要知道: {'、'.join(line.needs)}"
