"""What the rules say about a case: the registry's facts and the answers, through the policy engine.

What the applicant declares goes before what the registry knows; what neither says stays unknown,
and so does what the registry knows of somebody who does not agree that it is looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import SimpleLazyObject

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import consent, grounds
from yingzhou.kernel.cases.standing import supposed
from yingzhou.kernel.cases.verified import applied
from yingzhou.kernel.cases.whom import goes_without_saying
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.items import Field, Item
from yingzhou.kernel.catalogue.population import facts_of_person
from yingzhou.kernel.people.models import DisabilityCertificate, Person, Schooling
from yingzhou.policy.book import Key
from yingzhou.policy.explain import Explanation, explain
from yingzhou.policy.kinds import DAY, FLAG, LABEL
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Evaluation
from yingzhou.policy.scalar.instances import Instance, Value, build
from yingzhou.policy.tree import HOUSEHOLD

PERSON_FACTS = {
    "出生日期": "birth", "性别": "sex", "本市户籍": "registered", "本区户籍": "registered",
    "月劳动收入": "wage", "月养老金": "pension", "月其他收入": "other", "月医疗支出": "medical",
    "月教育支出": "education", "就业": "employed", "残疾类别": "disability_category",
    "残疾等级": "disability_grade", "在读": "schooling", "大重病": "ill", "照护等级": "care_level",
    "服刑或强制戒毒": "in_custody",
}  # fmt: skip
HOUSEHOLD_FACTS = {
    "货币财产": "money", "生活用机动车": "vehicle", "非居住房屋": "premises", "住房套数": "homes",
    "住房建筑面积": "floor_area", "农村家庭": "rural",
}  # fmt: skip
_PUBLIC = {"birth", "sex", "registered", "rural"}
"""What a household book shows to all who stand in it."""


@dataclass(frozen=True)
class Reckoned:
    """``advice``: grant, refuse, or empty where facts are missing. ``inputs``: what went in;
    ``beside``: what else the decision brings, in words."""

    advice: str
    amount: int | None
    per: str
    needs: tuple[str, ...]
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    clause: str
    moment: Moment
    rules: str
    inputs: dict[str, Any]
    explanation: Explanation
    beside: str = ""

    @property
    def trace(self) -> list[dict[str, Any]]:
        return [
            {
                "title": line.title, "of": line.of, "value": line.value, "clause": line.clause,
                "sentences": list(line.sentences), "reasons": list(line.reasons),
                "needs": list(line.needs), "doubts": [doubt.note for doubt in line.doubts],
                "depth": line.depth,
            }
            for line in self.explanation.lines
        ]  # fmt: skip


@dataclass(frozen=True)
class Registered:
    """What the registry knows of a person's household in a month, read once for several items."""

    household: Mapping[str, Any]
    names: Mapping[int, str]


def registered(person: Person, day: date) -> Registered:
    """As :func:`reckon` would read it on ``day``. Five queries, and one where nobody was named."""
    found = facts_of_person(person.pk, Moment(day.year, day.month).law_day) or {"members": []}
    members = [one["person_id"] for one in found["members"]]
    names = Person.objects.filter(pk__in=members).values_list("pk", "name")
    return Registered(found, SimpleLazyObject(lambda: dict(names)))  # type: ignore[arg-type]


def without(known: Registered, persons: Collection[int], shared: bool = True) -> Registered:
    """As if the registry knew nothing private of these people; nor, if ``shared``, of what their
    household owns together."""
    hidden = {
        one for one in (*PERSON_FACTS.values(), *HOUSEHOLD_FACTS.values()) if one not in _PUBLIC
    }
    members = [
        {key: None if key in hidden and one["person_id"] in persons else value
         for key, value in one.items()}
        for one in known.household["members"]
    ]  # fmt: skip
    owned = {key: None for key in HOUSEHOLD_FACTS.values() if shared and key in hidden}
    return Registered({**known.household, **owned, "members": members}, known.names)


def as_shown(
    known: Registered, answers: Mapping[str, Any], applicant: Person, day: date
) -> Registered:
    """Without what is withheld from the applicant, whatever they say of it themselves: what is told
    them before anything is handed in must not give it away."""
    theirs = {
        one["person"]
        for one in answers.get("members", ())
        if one["person"] != applicant.pk and not consent.is_child(one, day)
    }
    return without(known, theirs, bool(theirs or answers.get(consent.WITHHELD)))


def reckon(
    item: Item,
    applicant: Person | None,
    answers: Mapping[str, Any],
    day: date,
    known: Registered | None = None,
    on_record: bool = True,
) -> Reckoned | None:
    """None where no rule decides this item. A few queries for the registry's facts, unless they
    are ``known`` already; and for what was decided before (:mod:`.standing`), unless not
    ``on_record``: a first look at many."""
    apply = item.apply
    if apply is None or not apply.decision or applicant is None:
        return None
    told, known = applied(answers), known or registered(applicant, day)
    names = known.names if apply.subject == "household" else {}
    members = _members(applicant, told, names)
    inputs = _inputs(apply.form, applicant, told, known, members)
    if on_record and (standing := supposed(item.code, applicant, day)):
        inputs["supposed"] = standing
    evaluation, moment = evaluated(inputs, day)
    key = book().find(apply.decision["rule"])
    found = explain(evaluation, key, _whose(evaluation, key, inputs))
    amount = _amount(apply.decision.get("amount", ""), evaluation, inputs)
    if "beside" in apply.decision:
        inputs["beside"] = _beside(apply.decision, evaluation, inputs)
    line = found.answer
    return Reckoned(
        advice="" if line.needs else ("refuse" if line.is_nothing else "grant"),
        amount=amount,
        per=apply.decision.get("per", ""),
        needs=tuple(dict.fromkeys(line.needs)),
        reasons=tuple(line.reasons),
        doubts=tuple(dict.fromkeys(doubt.name for doubt in found.doubts)),
        clause=line.clause,
        moment=moment,
        rules=book().digest,
        inputs=inputs,
        explanation=found,
        beside=inputs.get("beside", ""),
    )


def evaluated(inputs: Mapping[str, Any], day: date) -> tuple[Evaluation, Moment]:
    """The rules of the month of ``day`` over facts as :class:`Reckoned` keeps them."""
    moment = Moment(day.year, day.month)
    made = Evaluation(law(book(), moment.law_day), moment, _built(inputs))
    for name, value, words in inputs.get("supposed", ()):
        key = book().find(name)
        made.suppose(key, _whose(made, key, inputs), value, words)
    return made, moment


def facts_of(
    form: Sequence[Field], applicant: Person, answers: Mapping[str, Any], known: Registered
) -> dict[str, Any]:
    """What goes into :func:`reckon`, for any rule over the same family. Where ``form`` asks for
    nobody but the applicant, the family is the registered one."""
    told = applied(answers)
    members = _members(applicant, told, known.names)
    return _inputs(form, applicant, told, known, members)


def _beside(said: Mapping[str, str], evaluation: Evaluation, inputs: Mapping[str, Any]) -> str:
    """An amount that comes with the decision, by a rule of its own."""
    amount = _amount(said["beside"], evaluation, inputs)
    name = book().find(said["beside"])[1].removeprefix("应发")
    told = (
        f"每{said.get('per', '月')} {format_fen(amount)} 元" if amount is not None else "还不能算"
    )
    return f"{name}{told}"


def _amount(named: str, evaluation: Evaluation, inputs: Mapping[str, Any]) -> int | None:
    if not named:
        return None
    key = book().find(named)
    value = evaluation.value(key, _whose(evaluation, key, inputs))
    return value if isinstance(value, int) else None


def _whose(evaluation: Evaluation, key: Key, inputs: Mapping[str, Any]) -> Instance:
    case = evaluation.case
    return case.household if key[0] == HOUSEHOLD else case.members[inputs["applicant"]]


def _built(inputs: Mapping[str, Any]) -> Any:
    members: list[tuple[str, Mapping[str, Value], list[Mapping[str, Value]], str]] = [
        (one["name"], one["facts"], [], "") for one in inputs["members"]
    ]
    return build(inputs["household"], members)


def _inputs(
    form: Sequence[Field],
    applicant: Person,
    answers: Mapping[str, Any],
    known: Registered,
    members: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """Facts in the engine's own numbers, kept with the decision so that it can be made again."""
    refused = {one["person"] for _, one in consent.closed(answers)} - {None}
    if consent.refuses_alone(answers):
        refused.add(applicant.pk)
    open_ = without(known, refused) if refused else known
    there = {one["person_id"]: one for one in open_.household["members"]}
    shut = {one["person_id"]: one for one in known.household["members"] if refused}
    values = answers.get("values", {})
    counted: list[dict[str, Any]] = []
    said: list[dict[str, str]] = []
    for one in members:
        unasked = dict(goes_without_saying(form, "人", answers, one))
        if one["person"] == applicant.pk:
            unasked |= goes_without_saying(form, "人", answers, None)
        unasked = _engine(unasked)
        facts = _registry("人", PERSON_FACTS, there.get(one["person"]))
        own, sources = one["values"], one.get("sources", {})
        if one["person"] == applicant.pk:
            own = {**values, **own}
            sources = {**answers.get("sources", {}), **sources}
        told = dict(_declared(form, "人", own))
        if one["person"] in refused:
            told = _told_apart(told, _registry("人", PERSON_FACTS, shut.get(one["person"])), facts)
        said += grounds.of(form, one["name"], "人", facts, told, sources, unasked)
        facts = unasked | facts | told
        counted.append({"name": one["name"], "person": one["person"], "facts": facts})
    household = _registry("户", HOUSEHOLD_FACTS, open_.household)
    told = dict(_declared(form, "户", values))
    if refused:
        told = _told_apart(told, _registry("户", HOUSEHOLD_FACTS, known.household), household)
    said += grounds.of(form, "全家", "户", household, told, answers.get("sources", {}), {})
    household |= told
    at = next((n for n, one in enumerate(counted) if one["person"] == applicant.pk), 0)
    return {"household": household, "members": counted, "applicant": at, "grounds": said}


def _told_apart(
    told: Mapping[str, Value], registry: Mapping[str, Value], open_: Mapping[str, Value]
) -> dict[str, Value]:
    """Answers without those that only repeat what the registry knows and may not be counted: a
    form at a counter comes filled with it."""
    return {
        name: value for name, value in told.items()
        if name in open_ or registry.get(name) != value
    }  # fmt: skip


def _members(
    applicant: Person, answers: Mapping[str, Any], names: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Those whom the applicant named; otherwise those of the registered household (``names``), or
    one."""
    said = answers.get("members")
    if said:
        return [{"values": {}, "person": None, **one} for one in said]
    found = [{"person": pk, "name": name, "values": {}} for pk, name in sorted(names.items())]
    return found or [{"person": applicant.pk, "name": applicant.name, "values": {}}]


def _registry(
    entity: str, names: Mapping[str, str], known: Mapping[str, Any] | None
) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for name, column in names.items():
        spec = book().inputs.get((entity, name))
        if known is None or spec is None or known.get(column) is None:
            continue
        value = known[column]
        if spec.kind == LABEL:
            made[name] = _label(name, value)
        else:
            made[name] = int(value)
    return made


def registry_value(entity: str, name: str, known: Mapping[str, Any]) -> Value | None:
    """One fact of a person or household as the registry knows it, in the engine's words."""
    names = {"人": PERSON_FACTS, "户": HOUSEHOLD_FACTS}[entity]
    return _registry(entity, {name: names[name]}, known).get(name) if name in names else None


def _label(name: str, code: int) -> str:
    if name == "性别":
        return {1: "男", 2: "女"}[code]
    table = DisabilityCertificate.Category if name == "残疾类别" else Schooling.Stage
    return str(table(code).label) if code else "无"


def _declared(
    form: Iterable[Field], entity: str, values: Mapping[str, Any]
) -> Iterator[tuple[str, Value]]:
    for field in form:
        of, _, name = field.fact.partition(".")
        value = values.get(field.key)
        if of != entity or value is None:
            continue
        kind = book().inputs[entity, name].kind
        if kind == DAY:
            yield name, int(str(value).replace("-", ""))
        elif kind == FLAG:
            yield name, int(bool(value))
        else:
            yield name, value if isinstance(value, int) else str(value)


def _engine(unasked: Mapping[str, Any]) -> dict[str, Value]:
    """Answers that go without saying, in the engine's own numbers."""
    return {name: int(one) if isinstance(one, bool) else one for name, one in unasked.items()}
