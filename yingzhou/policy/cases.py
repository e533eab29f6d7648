"""Worked examples: ``cases.yaml`` beside the rules is their specification, and runs as tests.

    - name: 两人户, 收入恰在线上
      at: 2025-07
      household: {货币财产: 20000}
      members: [{name: 父亲, 出生日期: 1950-05-01, 月养老金: 3300}]
      expect:
        低保金: 0
        应发老年综合津贴: {父亲: 150}
      needs: [月劳动收入]            # where something expected is 未知: what is missing
      because: 收入等于标准, 条例写的是“低于”

Run them: ``python -m yingzhou.policy.cases FOLDER...`` prints the explanation of each failure.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yingzhou.policy.book import Book, load
from yingzhou.policy.faults import Fault, Faults, PolicyError
from yingzhou.policy.files import schema
from yingzhou.policy.files.lines import read
from yingzhou.policy.given.facts import UNKNOWN, case_of, check_births, plain
from yingzhou.policy.kinds import LABEL
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Case, Evaluation, Instance, Unknown
from yingzhou.policy.shown import shown

_ANY: dict[str, Any] = {}
_FILE = {
    "type": "array",
    "items": schema.entry(
        ["name", "at", "members", "expect"],
        {
            "name": schema.TEXT,
            "at": {"type": ["string", "day", "integer"]},
            "household": {"type": "object"},
            "members": {"type": "array", "items": {"type": "object"}, "minItems": 1},
            "registers": {"type": "object"},
            "expect": {"type": "object", "minProperties": 1},
            "needs": {"type": "array", "items": schema.TEXT},
            "because": schema.TEXT,
        },
    ),
}


@dataclass(frozen=True)
class Example:
    """One worked example; ``expect`` as it is written."""

    name: str
    moment: Moment
    case: Case
    expect: Mapping[str, Any]
    needs: tuple[str, ...]
    because: str
    file: str
    line: int


@dataclass(frozen=True)
class Miss:
    """What came out otherwise than written."""

    example: Example
    what: str
    wanted: str
    got: str
    evaluation: Evaluation

    def __str__(self) -> str:
        return f"{self.example.file}:{self.example.line}: {self.told}"

    @property
    def told(self) -> str:
        """The same without file and line."""
        one = self.example
        return f"{one.name}({one.moment}) {self.what}: 应是 {self.wanted}, 算出 {self.got}"


def examples(book: Book, path: Path) -> list[Example]:
    """The examples of one file. Raises PolicyError with all its faults."""
    faults = Faults()
    content = read(path)
    made = []
    if schema.check(content, _FILE, str(path), faults):
        made = [one for entry in content if (one := _example(book, entry, str(path), faults))]
    faults.check()
    return made


def _example(book: Book, entry: Any, file: str, faults: Faults) -> Example | None:
    try:
        moment = Moment.read(str(entry["at"]))
    except ValueError as error:
        faults.add(file, entry.lines["at"], str(error))
        return None
    kept = {key: entry[key] for key in ("household", "members", "registers") if key in entry}
    case = case_of(book, kept, file, faults)
    if case is not None:
        check_births(kept, moment, file, faults)
    for name in entry["expect"]:
        try:
            book.find(name)
        except KeyError as error:
            faults.add(file, entry["expect"].lines[name], str(error.args[0]))
            return None
    if case is None:
        return None
    return Example(
        entry["name"], moment, case, entry["expect"], tuple(entry.get("needs", ())),
        entry.get("because", ""), file, entry.line,
    )  # fmt: skip


def run(book: Book, example: Example) -> list[Miss]:
    """Everything in ``example`` that does not come out as written."""
    evaluation = Evaluation(law(book, example.moment.law_day), example.moment, example.case)
    misses: list[Miss] = []
    needed: set[str] = set()
    for name, wanted in example.expect.items():
        for instance, want in _pairs(book, example, name, wanted):
            step = evaluation.step(book.find(name), instance)
            if isinstance(step.value, Unknown):
                needed |= {need.name for need in step.value.needs}
            kind = book.rules[step.key][-1].kind
            if not _same(kind, want, step.value):
                got, what = shown(kind, step.value), f"{instance.label}的{name}"
                misses.append(Miss(example, what, str(want), got, evaluation))
    if example.needs and needed != set(example.needs):
        wanted, got = "、".join(sorted(example.needs)), "、".join(sorted(needed)) or "(无)"
        misses.append(Miss(example, "还要知道的", wanted, got, evaluation))
    return misses


def _pairs(book: Book, example: Example, name: str, wanted: Any) -> Iterator[tuple[Instance, Any]]:
    entity, _ = book.find(name)
    found = {one.label: one for one in example.case.instances(entity)}
    if not isinstance(wanted, dict):
        for instance in found.values():
            yield instance, wanted
        return
    for label, want in wanted.items():
        if str(label) not in found:
            problem, remedy = f"没有叫“{label}”的{entity}", f"这里有: {'、'.join(found)}"
            raise PolicyError(Fault(example.file, example.line, problem, remedy))
        yield found[str(label)], want


def _same(kind: Any, want: Any, got: Any) -> bool:
    if isinstance(got, Unknown) or want == UNKNOWN:
        return isinstance(got, Unknown) and want == UNKNOWN
    return bool(got == (str(want) if kind == LABEL else plain(kind, want)))


def main(arguments: list[str]) -> int:
    """Runs every ``cases.yaml`` below the folders; the number of misses is the exit code."""
    only = ""
    if "--only" in arguments:
        place = arguments.index("--only")
        only = arguments[place + 1]
        del arguments[place : place + 2]
    folders = [Path(one) for one in arguments]
    try:
        book = load(folders)
    except PolicyError as error:
        print(error)
        return 2
    count, bad = 0, 0
    paths = [path for folder in folders for path in folder.rglob("cases.yaml")]
    for path in sorted(path for path in paths if only in str(path)):
        try:
            for example in examples(book, path):
                count += 1
                for miss in run(book, example):
                    bad += 1
                    _print(miss)
        except PolicyError as error:
            bad += len(error.faults)
            print(error)
    print(f"{count} 个例子, {bad} 处不符")
    return 1 if bad else 0


def _print(miss: Miss) -> None:
    from yingzhou.policy.explain import told

    print(f"✗ {miss}")
    for line in told(miss.evaluation):
        print(f"    {line}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
