"""The tree a rule is read into. All four readers (scalar, compiled, words, documents) share it.

Every node knows its kind. Entities: 人 (person), 户 (共同生活家庭, assessed together), 户籍户
(registered together), 义务人 (someone who owes support to a person and lives elsewhere).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from yingzhou.policy.kinds import Kind

PERSON, HOUSEHOLD, REGISTERED, OBLIGOR = "人", "户", "户籍户", "义务人"
ENTITIES = (PERSON, HOUSEHOLD, REGISTERED, OBLIGOR)
UP = {(PERSON, HOUSEHOLD), (PERSON, REGISTERED), (OBLIGOR, PERSON)}
"""Steps from one to the group it belongs to."""
DOWN = {(HOUSEHOLD, "成员"): PERSON, (REGISTERED, "成员"): PERSON, (PERSON, "赡养义务人"): OBLIGOR}
"""Steps from a group to those in it."""


@dataclass(frozen=True, eq=False)
class Node:
    """Each equals only itself: what is kept for a node is found without comparing trees."""

    kind: Kind
    line: int

    def below(self) -> Iterator[Node]:
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from (item for item in value if isinstance(item, Node))

    def walk(self) -> Iterator[Node]:
        yield self
        for node in self.below():
            yield from node.walk()


@dataclass(frozen=True, eq=False)
class Const(Node):
    """A whole number, a yes or no (0, 1), or a label (text)."""

    value: int | str


@dataclass(frozen=True, eq=False)
class Input(Node):
    name: str
    entity: str


@dataclass(frozen=True, eq=False)
class Ref(Node):
    """The result of another rule for the instance at hand. ``name`` is the lineage's (see book)."""

    name: str
    entity: str


@dataclass(frozen=True, eq=False)
class Param(Node):
    name: str


@dataclass(frozen=True, eq=False)
class Lookup(Node):
    """A table of the law: the cell that ``keys`` fall into; outside every cell, nothing (0)."""

    name: str
    keys: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Local(Node):
    name: str


@dataclass(frozen=True, eq=False)
class Climb(Node):
    """``inner`` is evaluated for the group (``to``) that the instance belongs to."""

    to: str
    inner: Node


@dataclass(frozen=True, eq=False)
class Gather(Node):
    """合计, 数, 任一, 全部, 最大, 最小 of ``inner`` over ``members`` that satisfy ``where``."""

    how: str
    source: str
    members: str
    inner: Node
    where: Node | None = None
    otherwise: Node | None = None


@dataclass(frozen=True, eq=False)
class Arith(Node):
    """+, - or * of whole numbers already brought to one scale."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class Rescale(Node):
    """``inner`` times ten thousand to the ``steps``: the same value at a higher scale."""

    inner: Node
    steps: int


@dataclass(frozen=True, eq=False)
class Compare(Node):
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class OneOf(Node):
    """Whether a label is one of ``labels``."""

    inner: Node
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Logic(Node):
    """``and`` / ``or`` of two or more."""

    op: str
    items: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Not(Node):
    inner: Node


@dataclass(frozen=True, eq=False)
class Choose(Node):
    """A if test else B."""

    test: Node
    then: Node
    other: Node


@dataclass(frozen=True, eq=False)
class Pick(Node):
    """较低 / 较高 of two numbers."""

    how: str
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class Round(Node):
    """``above / below`` to whole steps of ``step``: 四舍五入 (half), 进位 (up) or 舍去 (down)."""

    how: str
    step: int
    above: Node
    below_: Node | None
    name: str


@dataclass(frozen=True, eq=False)
class Calendar(Node):
    """周岁, 距今月数, 加日, 顺延, 本年, 本月."""

    how: str
    args: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Known(Node):
    """Whether ``inner`` is known at all."""

    inner: Node


@dataclass(frozen=True, eq=False)
class Assign:
    name: str
    value: Node
    line: int


@dataclass(frozen=True, eq=False)
class Return:
    value: Node
    line: int


@dataclass(frozen=True, eq=False)
class Branch:
    test: Node
    then: tuple[Statement, ...]
    other: tuple[Statement, ...]
    line: int


Statement = Assign | Return | Branch


def statements(body: tuple[Statement, ...]) -> Iterator[Statement]:
    """Every statement, outer before inner."""
    for one in body:
        yield one
        if isinstance(one, Branch):
            yield from statements(one.then)
            yield from statements(one.other)


def nodes(body: tuple[Statement, ...]) -> Iterator[Node]:
    """Every node of every statement."""
    for one in statements(body):
        yield from (one.test if isinstance(one, Branch) else one.value).walk()
