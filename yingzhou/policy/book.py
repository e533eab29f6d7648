"""The book: every rule, fact, parameter and exclusion of a set of folders, read and checked once.

A name stands for a lineage: all dated versions of a rule, and the rules it replaced. On any day at
most one of them holds; a benefit that does not hold on a day gives nothing on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from yingzhou.policy import exclusions
from yingzhou.policy.exclusions import Exclusion
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files import inputs, parameters
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.files.parameters import Parameter
from yingzhou.policy.paid import Payer
from yingzhou.policy.reading import Drafted, Reader, draft
from yingzhou.policy.reading.scope import Symbols
from yingzhou.policy.rules import FOREVER, Heading, Rule
from yingzhou.policy.tree import Const, nodes

Key = tuple[str, str]
"""Entity and name."""


@dataclass(frozen=True)
class Book:
    """``rules``: lineage to its versions, oldest first. ``names``: rule's name to its lineage."""

    inputs: Mapping[Key, InputSpec]
    parameters: Mapping[str, Parameter]
    rules: Mapping[Key, tuple[Rule, ...]]
    names: Mapping[Key, str]
    exclusions: tuple[Exclusion, ...]
    folders: Mapping[str, tuple[Key, ...]]
    digest: str
    files: tuple[Path, ...] = field(repr=False, default=())

    def version(self, key: Key, day: date) -> Rule | None:
        """The rule that holds on ``day``; None where there is none yet or no more."""
        found = (one for one in self.rules[key] if one.heading.holds_on(day))
        return next(found, None)

    def find(self, name: str) -> Key:
        """The lineage of ``name`` (低保金 or 户.低保金). Raises KeyError in Chinese."""
        entity, _, short = name.rpartition(".")
        found = [
            (one, lineage)
            for (one, word), lineage in self.names.items()
            if word == short and entity in ("", one)
        ]
        if not found:
            words = [word for _, word in self.names]
            raise KeyError(f"没有规则“{name}”。{nearest(short, words)}")
        return found[0]

    @cached_property
    def benefits(self) -> tuple[Key, ...]:
        """Lineages that give something, without the rules made for exclusions."""
        made = (exclusions.LEFT, exclusions.PAID)
        return tuple(
            key for key, versions in self.rules.items()
            if versions[-1].heading.benefit and not key[1].startswith(made)
        )  # fmt: skip

    @cached_property
    def labels(self) -> dict[str, int]:
        """A code for every label, 0 for none; those of facts first: other rules leave them."""
        found: dict[str, None] = {"": None}
        for spec in self.inputs.values():
            found.update(dict.fromkeys(spec.labels))
        for parameter in self.parameters.values():
            for axis in parameter.axes:
                found.update(dict.fromkeys(axis.labels))
        for versions in self.rules.values():
            for rule in versions:
                for node in nodes(rule.body):
                    if isinstance(node, Const) and isinstance(node.value, str):
                        found.setdefault(node.value)
        return {label: code for code, label in enumerate(found)}

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """Every day on which a parameter or a rule changes, in order."""
        days = {one.since for parameter in self.parameters.values() for one in parameter.history}
        for versions in self.rules.values():
            for rule in versions:
                days.add(rule.heading.since)
                if rule.heading.until < FOREVER:
                    days.add(rule.heading.until + timedelta(days=1))
        return tuple(sorted(day for day in days if day.year > 1))


def load(folders: Iterable[Path], instead: Path | None = None) -> Book:
    """Reads ``inputs.yaml``, ``parameters.yaml``, ``rules.py`` and ``exclusions.yaml`` of every
    folder and the folders below it. Raises PolicyError with every fault found."""
    faults = Faults()
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.name in _READ)
    specs = [
        spec for path in files if path.name == "inputs.yaml" for spec in inputs.load(path, faults)
    ]
    params = [
        one
        for path in files
        if path.name == "parameters.yaml"
        for one in parameters.load(path, faults)
    ]
    drafts = [one for path in files if path.name == "rules.py" for one in draft(path, faults)]
    if instead is not None:
        drafts = _replaced(drafts, draft(instead, faults))
        files = [*files, instead]
    given = [
        one
        for path in files
        if path.name == "exclusions.yaml"
        for one in exclusions.load(path, faults)
    ]
    book = _assembled(specs, params, drafts, given, files, faults)
    faults.check()
    return book


def _replaced(drafts: list[Drafted], others: list[Drafted]) -> list[Drafted]:
    """A reform's rules in the place of those of the same name, for as long as they hold."""
    kept = list(drafts)
    for other in others:
        head = other.heading
        after: list[Drafted] = []
        for one in kept:
            mine = one.heading
            same = (mine.entity, mine.name) == (head.entity, head.name)
            if same and mine.since >= head.since and mine.until <= head.until:
                continue
            if same and mine.since < head.since <= mine.until:
                cut = replace(mine, until=head.since - timedelta(days=1))
                after.append(replace(one, heading=cut))
                continue
            after.append(one)
        kept = after
    return [*kept, *others]


_READ = {"inputs.yaml", "parameters.yaml", "rules.py", "exclusions.yaml"}


def _assembled(
    specs: list[InputSpec],
    params: list[Parameter],
    drafts: list[Drafted],
    given: list[Exclusion],
    files: list[Path],
    faults: Faults,
) -> Book:
    facts = _unique([((s.entity, s.name), s, s.file, s.line) for s in specs], "事实", faults)
    figures = _unique([(p.name, p, p.file, p.line) for p in params], "参数", faults)
    lineages = _lineages([one.heading for one in drafts], facts, faults)
    shown = {}
    for one in drafts:
        key = (one.heading.entity, one.heading.name)
        shown[key] = (lineages[key], one.heading)
    reader = Reader(Symbols(facts, figures, shown), faults)
    rules = [reader.rule(one, lineages[one.heading.entity, one.heading.name]) for one in drafts]
    grouped: dict[Key, list[Rule]] = {}
    for rule in rules:
        if rule is not None:
            grouped.setdefault((rule.entity, rule.lineage), []).append(rule)
    _ordered(grouped, faults)
    kinds = {key: spec.kind for key, spec in facts.items()}
    kinds |= {key: versions[-1].kind for key, versions in grouped.items()}
    good = exclusions.check(given, kinds, faults)
    benefits = {key: v[-1].heading for key, v in grouped.items() if v[-1].heading.benefit}
    for rule in Payer(benefits, good, kinds, set(facts)).rules():
        grouped.setdefault((rule.entity, rule.lineage), []).append(rule)
    names = {key: lineage for key, (lineage, _) in shown.items()}
    names |= {key: key[1] for key in grouped if key not in names}
    folders: dict[str, tuple[Key, ...]] = {}
    for key, versions in grouped.items():
        folder = str(Path(versions[-1].heading.file).parent)
        folders[folder] = (*folders.get(folder, ()), key)
    return Book(
        facts, figures, {k: tuple(v) for k, v in grouped.items()}, names, tuple(good), folders,
        _digest(files), tuple(files),
    )  # fmt: skip


def _unique(found: list, what: str, faults: Faults) -> dict:
    made: dict = {}
    for key, one, file, line in found:
        if key in made:
            name = key if isinstance(key, str) else ".".join(key)
            before = made[key]
            faults.add(
                file, line, f"{what}“{name}”在 {before.file}:{before.line} 已经有了", "只留一处"
            )
        else:
            made[key] = one
    return made


def _lineages(headings: list[Heading], facts: Mapping, faults: Faults) -> dict[Key, str]:
    """Each rule's name to the newest name of its lineage (替代 is followed)."""
    newer: dict[Key, Key] = {}
    names = {(one.entity, one.name) for one in headings}
    for one in headings:
        key = (one.entity, one.name)
        if key in facts:
            faults.add(
                one.file, one.line, f"“{one.entity}.{one.name}”既是规则又是事实", "换一个名称"
            )
        if one.replaces:
            old = (one.entity, one.replaces)
            if old not in names:
                remedy = nearest(one.replaces, [name for _, name in names])
                faults.add(one.file, one.line, f"替代的规则“{one.replaces}”不存在", remedy)
            elif old != key:
                newer[old] = key
    made = {}
    for key in names:
        end, seen = key, {key}
        while end in newer and newer[end] not in seen:
            end = newer[end]
            seen.add(end)
        made[key] = end[1]
    return made


def _ordered(grouped: dict[Key, list[Rule]], faults: Faults) -> None:
    """Versions from oldest to newest; none may overlap, all must be of one kind."""
    for versions in grouped.values():
        versions.sort(key=lambda rule: rule.heading.since)
        for one, after in pairwise(versions):
            head, then = one.heading, after.heading
            if then.since <= head.until:
                before = f"“{head.name}”({head.file}:{head.line})"
                faults.add(
                    then.file, then.line, f"“{then.name}”从 {then.since} 起和{before}同时有效",
                    f'给先前的写 至="{then.since - timedelta(days=1)}"',
                )  # fmt: skip
            if then.kind != head.kind:
                faults.add(
                    then.file, then.line, f"“{then.name}”先前是{head.kind}, 这里是{then.kind}"
                )


def _digest(files: list[Path]) -> str:
    """SHA-256 over all files, their names included: the law that a decision was made under."""
    total = sha256()
    for path in files:
        total.update(f"{path.parent.name}/{path.name}\0".encode())
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()
