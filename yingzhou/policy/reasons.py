"""Why not: the conditions that failed, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.policy.scalar import Evaluation, Step, Unknown
from yingzhou.policy.scalar.closures import Frame, closure
from yingzhou.policy.shown import number
from yingzhou.policy.tree import (
    Branch,
    Choose,
    Climb,
    Compare,
    Const,
    Gather,
    Logic,
    Node,
    Not,
    Ref,
    Return,
)
from yingzhou.policy.words import OPPOSITE, compared, short, side, words

DEEPEST = 12
_MARGIN = {"<": "高出", "<=": "高出", ">": "还差", ">=": "还差"}


def reasons_of(evaluation: Evaluation, step: Step) -> Iterator[str]:
    """What made ``step`` come to nothing, followed down to the facts."""
    frame = Frame(evaluation, step)
    for branch, found in step.taken:
        if step.ended is not None and _leads(branch, step.ended, bool(found)):
            yield from why(branch.test, frame, not found, DEEPEST)
    if step.ended is not None:
        yield from _of_result(step.ended.value, frame)


def _leads(branch: Branch, ended: Return, found: bool) -> bool:
    """Whether the way taken at ``branch`` is the one that ended the rule."""
    return any(one is ended for one in (branch.then if found else branch.other))


def _of_result(node: Node, frame: Frame) -> Iterator[str]:
    if node.kind.base == "flag":
        yield from why(node, frame, True, DEEPEST)
    elif isinstance(node, Choose):
        found = closure(node.test)(frame)
        if isinstance(node.then if found else node.other, Const):
            yield from why(node.test, frame, not found, DEEPEST)
    elif isinstance(node, Ref | Climb):
        yield from _nothing(node, frame, DEEPEST)


def _nothing(node: Node, frame: Frame, left: int) -> Iterator[str]:
    """An amount that is nought because the rule it names gave nothing."""
    while isinstance(node, Climb):
        frame = frame.at(frame.instance.up[node.to])
        node = node.inner
    if isinstance(node, Ref) and left:
        below = frame.run.step((node.entity, node.name), frame.instance)
        if below.rule is not None and not isinstance(below.value, Unknown) and not below.value:
            yield from reasons_of(frame.run, below)


def why(node: Node, frame: Frame, wanted: bool, left: int) -> Iterator[str]:
    """Why ``node`` is not ``wanted``; goes down into rules that were asked for a yes or no."""
    found = closure(node)(frame)
    if isinstance(found, Unknown) or bool(found) is wanted or not left:
        return
    match node:
        case Logic():
            yield from _of_logic(node, frame, wanted, left)
        case Not():
            yield from why(node.inner, frame, not wanted, left)
        case Climb():
            yield from why(node.inner, frame.at(frame.instance.up[node.to]), wanted, left)
        case Ref() if node.kind.base == "flag":
            yield from _of_rule(node, frame, wanted, left)
        case Compare():
            yield _of_compare(node, frame, wanted)
        case Gather():
            yield f"{words(node, frame)}, 要求为{'是' if wanted else '否'}"
        case _:
            yield f"{words(node, frame)}, 要求{'是' if wanted else '不是'}"


def _of_logic(node: Logic, frame: Frame, wanted: bool, left: int) -> Iterator[str]:
    """``A and B`` wanted: each that failed. ``A or B`` wanted: all ways failed, one was enough."""
    each = [list(why(one, frame, wanted, left - 1)) for one in node.items]
    if (node.op == "or") == wanted:
        ways = ["; ".join(one) for one in each if one]
        if ways:
            yield "以下满足一项即可, 但都不满足: " + " | ".join(ways)
        return
    for one in each:
        yield from one


def _of_rule(node: Ref, frame: Frame, wanted: bool, left: int) -> Iterator[str]:
    below = frame.run.step((node.entity, node.name), frame.instance)
    if below.rule is None:
        yield f"{short(node)}在这一天没有施行"
        return
    inner = Frame(frame.run, below)
    said = False
    for branch, value in below.taken:
        if below.ended is not None and _leads(branch, below.ended, bool(value)):
            for reason in why(branch.test, inner, not value, left - 1):
                said = True
                yield reason
    if below.ended is not None and not said and not _is_both(below.ended.value, wanted):
        for reason in why(below.ended.value, inner, wanted, left - 1):
            said = True
            yield reason
    if not said:
        yield (
            f"{below.instance.label}的{below.rule.heading.shown}为{'否' if wanted else '是'}, "
            f"要求为{'是' if wanted else '否'}"
        )


def _is_both(value: Node, wanted: bool) -> bool:
    """That all of several conditions hold, where they must not: to say that each of them should
    have failed tells nobody anything, its name does (享受低保)."""
    return isinstance(value, Logic) and value.op == "and" and not wanted


def _of_compare(node: Compare, frame: Frame, wanted: bool) -> str:
    op = node.op if wanted else OPPOSITE[node.op]
    text = f"{side(node.left, frame)}, 应{compared(node, op)} {side(node.right, frame)}"
    if node.left.kind.base != "number" or op not in _MARGIN:
        return text
    left, right = closure(node.left)(frame), closure(node.right)(frame)
    kind = node.right.kind if node.left.kind.literal else node.left.kind
    if left == right:
        return f"{text}, 正好相等"
    return f"{text}, {_MARGIN[op]} {number(kind, abs(left - right))}"
