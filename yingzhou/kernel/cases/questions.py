"""The questions of a form one by one, as a resident answers them: which come, in which order, which
are answered, and which the registers answer already.

A place names one answer: ``savings`` of the application, ``m0-wage`` of its first member. Besides
the answers of a case a draft holds

    prefilled   {place: source}                            filled in from a register
    doubted     {place: {"source", "was"}}                 the applicant says that it is wrong
    done        [place, …]                                 answered, or skipped
    withheld    {place: source}                            a register knows; not for the applicant
    typed       {place: {input: [text, …]}}                put aside before it could be read
    beside      key of a case                              asked for together with that matter
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.consent import CONSENT, WITHHELD
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.newcomers import is_same, newcomer
from yingzhou.kernel.cases.whom import ASKER, whose
from yingzhou.kernel.catalogue.items import Apply, Field, Material

MOST_MEMBERS = 20
OWN = ("values", "members", "known", "papers", "doubted", WITHHELD, ASKER)
"""The parts of a draft's answers that its case keeps."""
TYPED = "typed"
BESIDE = "beside"
SEEN_PAPERS = "-papers"
"""Among ``done``: the page of the papers was gone through."""
SEEN_KNOWN = "-known"
"""Among ``done``: what the registers know was looked at."""


@dataclass(frozen=True)
class Question:
    """``source``: the register that answered it, where the applicant did not say it is wrong;
    ``withheld``: the register that knows it and does not tell the applicant; ``is_childs``: whether
    it asks who looks after the children whether they agree, for all of them at once."""

    place: str
    field: Field
    value: Any
    member: str = ""
    relation: str = ""
    source: str = ""
    withheld: str = ""
    is_done: bool = False
    is_childs: bool = False

    @property
    def comes_first(self) -> bool:
        """Who is asked for, and whether they agree, before any register is shown."""
        return self.field.kind == "members" or self.field.key == CONSENT

    @property
    def shown(self) -> str:
        return forms.shown(self.field, self.value)


def begun(prefilled: Mapping[str, Any]) -> dict[str, Any]:
    """A draft's answers, from what the registers know (``known.prefill``)."""
    known, sources = prefilled["known"], {}
    for key, value in prefilled["values"].items():
        if value is not None and key in known:
            sources[key] = known[key]
    for number, member in enumerate(prefilled["members"]):
        for key in member["values"]:
            sources[f"m{number}-{key}"] = known[key]
    return {**prefilled, "prefilled": sources, "doubted": {}, "done": []}


def all_of(apply: Apply, answers: Mapping[str, Any]) -> list[Question]:
    """Every question that these answers lead to; those of a person follow one another, after who
    they are and whether they agree."""
    values = answers["values"]
    wanted = [one.key for one in forms.asked(apply.form, values, who=whose(answers))]
    made: list[Question] = []
    are_members_asked = False
    for field in apply.form:
        if field.each:
            if not are_members_asked:
                made += _of_members(apply.form, answers)
            are_members_asked = True
        elif field.key in wanted:
            made.append(_question(field.key, field, answers))
    if not any(one.field.key == CONSENT for one in made):
        return made
    return sorted(made, key=lambda one: (not one.comes_first, one.field.key == CONSENT))


def _of_members(fields: Sequence[Field], answers: Mapping[str, Any]) -> Iterator[Question]:
    minors = consent.minors(answers)
    for number, member in enumerate(answers["members"]):
        own = {**answers["values"], **member["values"]}
        for field in forms.asked(fields, own, each=True, who=whose(answers, number)):
            asked = _question(f"m{number}-{field.key}", field, answers)
            if field.key != CONSENT or number not in minors:
                yield asked
            elif number == minors[0]:
                yield _of_children(asked, [answers["members"][one] for one in minors])


def _of_children(asked: Question, children: Sequence[Mapping[str, Any]]) -> Question:
    """One question for all of them: open while it is for one."""
    said = [one["values"].get(CONSENT) for one in children]
    return replace(
        asked,
        member="、".join(one["name"] for one in children),
        relation="",
        value=None if None in said else all(said),
        is_done=asked.is_done and None not in said,
        is_childs=True,
    )


def _question(place: str, field: Field, answers: Mapping[str, Any]) -> Question:
    number, key = parts(place)
    member = answers["members"][number] if number is not None else None
    values = member["values"] if member is not None else answers["values"]
    source = _filled_in(answers, place)
    if field.kind == "members" and answers["members"] and place not in answers["doubted"]:
        source = "" if place in answers["done"] else answers["known"].get(key, "")
    is_done, value = place in answers["done"], values.get(key)
    if is_done and field.kind != "members" and not forms.is_answer(field, value):
        is_done, value = False, None  # the question is another than the one that was answered
    return Question(
        place=place,
        field=field,
        value=value,
        member=member["name"] if member else "",
        relation=member["relation"] if member else "",
        source=source,
        withheld=answers.get(WITHHELD, {}).get(place, ""),
        is_done=is_done,
    )


def at(apply: Apply, answers: Mapping[str, Any], place: str) -> Question | None:
    """The question of one place, whether these answers lead to it or not."""
    field = next((one for one in apply.form if one.key == parts(place)[1]), None)
    return _question(place, field, answers) if field is not None else None


def parts(place: str) -> tuple[int | None, str]:
    """The member's number (None: the application itself) and the key. ValueError where it is no
    place."""
    of, dash, key = place.rpartition("-")
    if not dash:
        return None, place
    if not (of.startswith("m") and of[1:].isascii() and of[1:].isdigit() and len(of) < 5):
        raise ValueError(place)
    return int(of[1:]), key


def to_ask(questions: Sequence[Question]) -> list[Question]:
    """Those that the applicant answers; the registers answer the others."""
    return [one for one in questions if not one.source and not one.withheld]


def next_open(questions: Sequence[Question]) -> Question | None:
    return next((one for one in to_ask(questions) if not one.is_done), None)


def outdated(apply: Apply, answers: Mapping[str, Any]) -> list[str]:
    """Answers to questions that are put otherwise since, in words. What lacks is told elsewhere."""
    return [
        f"{one.member}: {one.field.label}" if one.member else one.field.label
        for one in all_of(apply, answers)
        if one.place in answers["done"] and not one.is_done and is_said(answers, one.place)
    ]


def is_said(answers: Mapping[str, Any], place: str) -> bool:
    """Whether something stands there, answer or not."""
    number, key = parts(place)
    holder = answers["values"] if number is None else answers["members"][number]["values"]
    return holder.get(key) is not None


def papers(apply: Apply, answers: Mapping[str, Any]) -> list[Material]:
    """The papers that these answers lead to, known ones among them."""
    values = answers["values"]
    return [
        one for one in apply.materials
        if all(forms._holds(values.get(name), wanted) for name, wanted in one.when.items())
    ]  # fmt: skip


def put(answers: dict[str, Any], place: str, value: Any) -> None:
    """Answers one question, in place; None is “nothing to say”."""
    number, key = parts(place)
    holder = answers["values"] if number is None else answers["members"][number]["values"]
    holder[key] = value
    minors = consent.minors(answers)
    if key == CONSENT and number in minors:
        for one in minors:
            answers["members"][one]["values"][key] = value
    answers.get(TYPED, {}).pop(place, None)
    answers.get(WITHHELD, {}).pop(place, None)
    if place not in answers["done"]:
        answers["done"].append(place)


def doubt(answers: dict[str, Any], question: Question) -> None:
    """What a register says of this is wrong: it is asked, and the objection is kept."""
    answers["doubted"][question.place] = {"source": question.source, "was": question.shown}
    number, key = parts(question.place)
    if number is None:
        answers["known"].pop(key, None)
    answers["prefilled"].pop(question.place, None)


def says_the_same(answers: Mapping[str, Any], question: Question, value: Any) -> bool:
    """Whether what was called wrong turns out to be what the register says."""
    said = answers["doubted"].get(question.place)
    return said is not None and forms.shown(question.field, value) == said["was"]


def trust(answers: dict[str, Any], question: Question, value: Any) -> None:
    """Nothing is to be corrected: the register's word counts again, as if nobody had doubted it."""
    put(answers, question.place, value)
    answers["done"].remove(question.place)
    source = answers["doubted"].pop(question.place)["source"]
    number, key = parts(question.place)
    answers["prefilled"][question.place] = source
    if number is None:
        answers["known"][key] = source


def put_members(
    answers: dict[str, Any], place: str, kept: Sequence[int], added: Sequence[tuple[str, ...]]
) -> None:
    """Who belongs to the household: those kept of the present list, and new ones by name, relation
    and number. What was answered for the kept moves with them."""
    members = answers["members"]
    kept = [number for number in dict.fromkeys(kept) if 0 <= number < len(members)]
    where = {f"m{old}": f"m{new}" for new, old in enumerate(kept)}
    rest: list[dict[str, Any]] = []
    for one in (newcomer(*told) for told in added):
        if any(is_same(one, there) for there in (*(members[number] for number in kept), *rest)):
            raise CaseFault(f"{one['name']}已经在上面了")
        rest.append(one)
    changed = len(kept) < len(members) or rest
    if changed and place in answers["known"] and place not in answers["doubted"]:
        names = "、".join(one["name"] for one in members)
        answers["doubted"][place] = {"source": answers["known"].pop(place), "was": names}
    answers["members"] = [*(members[number] for number in kept), *rest][:MOST_MEMBERS]
    for part in {"prefilled", "doubted", WITHHELD} & set(answers):
        answers[part] = {
            moved: value for key, value in answers[part].items() if (moved := _moved(key, where))
        }
    done = [moved for key in answers["done"] if (moved := _moved(key, where))]
    answers["done"] = list(dict.fromkeys([*done, place]))
    aside = {
        moved: value for key, value in answers.pop(TYPED, {}).items()
        if key != place and (moved := _moved(key, where))
    }  # fmt: skip
    if aside:
        answers[TYPED] = aside


def _moved(place: str, where: Mapping[str, str]) -> str:
    """The same answer's place in the new list; empty where its member is gone. A page that was gone
    through stays so."""
    of, _, key = place.rpartition("-")
    if not of:
        return place
    return f"{where[of]}-{key}" if of in where else ""


def finished(apply: Apply, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the case: only to questions that were asked in the end. Of each member
    ``known`` says what a register filled in: what was typed of a newcomer is nobody's record."""
    values = answers["values"]
    keys = {one.key for one in forms.asked(apply.form, values, who=whose(answers))}
    members = []
    for number, member in enumerate(answers["members"]):
        own, who = {**values, **member["values"]}, whose(answers, number)
        asked = {one.key for one in forms.asked(apply.form, own, each=True, who=who)}
        told = {key: value for key, value in member["values"].items() if key in asked}
        known = {key: by for key in told if (by := _filled_in(answers, f"m{number}-{key}"))}
        members.append({**member, "values": told, "known": known})
    told = {key: value for key, value in values.items() if key in keys}
    return {key: answers[key] for key in OWN if key in answers} | {
        "values": told,
        "members": members,
    }


def _filled_in(answers: Mapping[str, Any], place: str) -> str:
    """The register whose word stands at this place; empty where the applicant answered."""
    said = place in answers["doubted"] or place in answers["done"]
    return "" if said else str(answers["prefilled"].get(place, ""))
