"""A sheet computed: the answer with its trace, or the faults in the engine's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.book import Key
from yingzhou.policy.explain import Doubt, Line, explain
from yingzhou.policy.faults import Fault, Faults, PolicyError
from yingzhou.policy.files.lines import parse
from yingzhou.policy.given.facts import case_of, check_births
from yingzhou.policy.law import Law, Moment, law
from yingzhou.policy.scalar import Case, Evaluation, Instance, Unknown
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

from .sheet import Sheet
from .sheet_file import only_case
from .sheet_written import Written, written
from .things import address, parameter_of, rule_of

FILE = "这张表的 YAML"


@dataclass
class Step:
    """A line of the trace with those below it. ``ways``: where any one of several would do."""

    line: Line
    url: str
    below: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Need:
    """A missing fact; ``slot`` is the input of the form that asks for it."""

    text: str
    slot: str

    @property
    def input(self) -> str:
        return f"f-{self.slot.replace(':', '-')}"


@dataclass(frozen=True)
class Answer:
    """For one person or household. ``reasons``: each with the ways of which one would do."""

    of: str
    line: Line
    needs: list[Need]
    reasons: list[tuple[str, list[str]]]
    doubts: list[tuple[Doubt, str]]
    trace: Step
    plain: Any

    @property
    def is_unknown(self) -> bool:
        return bool(self.needs) or isinstance(self.plain, Unknown)


@dataclass
class Computed:
    """``errors``: faults by input of the form; ``faults``: all of them."""

    written: Written
    key: Key | None = None
    moment: Moment | None = None
    law: Law | None = None
    faults: list[Fault] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def slot_of(self, fault: Fault) -> str:
        return self.written.slots.get(fault.line, "") if fault.file == FILE else ""


def computed(sheet: Sheet) -> Computed:
    made = Computed(written(sheet))
    _ask(made, sheet)
    case = _case(made)
    if not made.faults and case is not None and made.key and made.moment and made.law:
        try:
            evaluation = Evaluation(made.law, made.moment, case)
            slots = _slots(case)
            made.answers = [
                _answer(evaluation, made.key, one, slots) for one in case.instances(made.key[0])
            ]
        except PolicyError as error:
            made.faults += error.faults
        except (ValueError, OverflowError) as error:
            made.faults.append(Fault(FILE, 0, f"日期或数太大, 算不出来: {error}"))
    for fault in made.faults:
        said = fault.problem + (f"; {fault.remedy}" if fault.remedy else "")
        made.errors.setdefault(made.slot_of(fault), said)
    return made


def _ask(made: Computed, sheet: Sheet) -> None:
    """Which rule, under the law of which day."""
    try:
        made.key = book().find(sheet.rule)
    except KeyError as error:
        made.faults.append(Fault("选的规则", 0, str(error.args[0])))
    try:
        made.moment = Moment.read(sheet.at)
        made.law = law(book(), made.moment.law_day)
    except ValueError as error:
        made.faults.append(Fault("月份", 0, str(error)))
        made.errors["at"] = str(error)


def _case(made: Computed) -> Case | None:
    faults = Faults()
    try:
        entry = parse(made.written.text, FILE)[0]
        case = case_of(book(), only_case(entry), FILE, faults)
        if case is not None and made.moment is not None:
            check_births(only_case(entry), made.moment, FILE, faults)
    except PolicyError as error:
        faults.take(error)
        case = None
    made.faults += faults.found
    return case


def _slots(case: Case) -> dict[tuple[str, str], str]:
    """Entity and label of everybody to the part of the form that is theirs."""
    made: dict[tuple[str, str], str] = {(HOUSEHOLD, case.household.label): "h"}
    registers = list(case.instances(REGISTERED))
    for n, member in enumerate(case.members):
        made.setdefault((PERSON, member.label), f"m{n}")
        for k, obligor in enumerate(member.down["赡养义务人"]):
            made.setdefault((OBLIGOR, obligor.label), f"m{n}o{k}")
    for n, register in enumerate(registers):
        made.setdefault((REGISTERED, register.label), f"r{n}")
    return made


def _answer(
    evaluation: Evaluation, key: Key, instance: Instance, slots: dict[tuple[str, str], str]
) -> Answer:
    found = explain(evaluation, key, instance)
    value = evaluation.step(key, instance).value
    needs = value.needs if isinstance(value, Unknown) else ()
    return Answer(
        instance.label,
        found.answer,
        [
            Need(f"{need.of}的{need.name}", f"{slots.get((need.entity, need.of), '')}:{need.name}")
            for need in needs
        ],
        [_ways(reason) for reason in found.answer.reasons],
        [(doubt, _address(doubt)) for doubt in found.doubts],
        _tree(list(found.lines)),
        value,
    )


def _ways(reason: str) -> tuple[str, list[str]]:
    """“以下满足一项即可, 但都不满足: A | B” as a sentence and a list."""
    head, colon, rest = reason.partition(": ")
    if colon and " | " in rest and head.startswith("以下"):
        return head, rest.split(" | ")
    return reason, []


def _address(doubt: Doubt) -> str:
    return address(parameter_of(doubt.name)) if doubt.name in book().parameters else ""


def _tree(lines: list[Line]) -> Step:
    top = Step(lines[0], address(rule_of(lines[0].key)))
    path = [top]
    for line in lines[1:]:
        step = Step(line, address(rule_of(line.key)))
        del path[line.depth :]
        path[-1].below.append(step)
        path.append(step)
    return top
