"""The counter: what a person may be helped with, and the form of one item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.alongside import Line, carry
from yingzhou.kernel.cases.apart import stands_apart
from yingzhou.kernel.cases.consent import CONSENT, PAPER, WITHHELD
from yingzhou.kernel.cases.consent import minors as minors_of
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.newcomers import WORDS
from yingzhou.kernel.cases.reckoning import registered
from yingzhou.kernel.cases.selectors.rights import not_of_theirs
from yingzhou.kernel.cases.selectors.sight import is_secret
from yingzhou.kernel.cases.whom import is_of, whose
from yingzhou.kernel.cases.whose import is_unnamed
from yingzhou.kernel.catalogue.items import Apply, Field, Item, Material, items
from yingzhou.kernel.catalogue.search import search
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person
from yingzhou.web.alongside import wanted

from .fields import FORM, TICK, Ask, Lack, asks, called_for, plain
from .finding import RECEIVE
from .veil import needs_paper

Comer = Person | Organisation
"""Who stands at the counter; somebody comes for an organisation."""


@dataclass(frozen=True)
class Offer:
    """An item that can be asked for here, with why it is offered."""

    item: Item
    why: str = ""


@dataclass(frozen=True)
class Member:
    """``at``: its place among the members of the answers; ``paper``: what they must have signed,
    where they are not there to say so."""

    at: int
    name: str
    relation: str
    person: int | None
    asks: list[Ask]
    is_in: bool = True
    note: str = ""
    paper: str = ""
    is_signed: bool = False
    paper_error: str = ""


@dataclass(frozen=True)
class Form:
    item: Item
    apply: Apply
    asks: list[Ask]
    members: list[Member]
    papers: list[tuple[Material, str, str]]
    papers_seen: list[str]
    members_label: str
    faults: list[str] = field(default_factory=list)
    lacks: list[Lack] = field(default_factory=list)
    agent: str = ""
    phone: str = ""
    is_held: bool = False

    @property
    def asks_phone(self) -> bool:
        """A question of the form asks for it already."""
        return any(one.field.kind == "phone" for one in self.asks)

    @property
    def known_count(self) -> int:
        return sum(bool(one.source) for one in self.asks) + sum(
            bool(one.source) for member in self.members for one in member.asks
        )


def place_of(user: User) -> Division | None:
    """The counter at which ``user`` sits; None (the applicant's own town) for the district."""
    held = [one for one in user.assignments_now() if RECEIVE in ROLES[one.role].permissions]
    towns = [one.division_id for one in held if ROLES[one.role].level == "镇"]
    return Division.objects.filter(pk=towns[0]).first() if towns else None


def can_ask(item: Item, channel: str, who: Comer) -> bool:
    """Organisations ask for what is theirs, people for the rest."""
    apply = item.apply
    if apply is None or channel not in apply.channels:
        return False
    return (apply.subject == "organisation") == isinstance(who, Organisation)


def found(typed: str, channel: str, who: Comer) -> list[Offer]:
    """What was looked for, among what can be asked for here."""
    hits = search(typed, limit=40)
    return [Offer(hit.item, hit.why) for hit in hits if can_ask(hit.item, channel, who)][:12]


def everything(channel: str, who: Comer) -> dict[str, list[Item]]:
    """All that can be asked for here, by topic."""
    made: dict[str, list[Item]] = {}
    for item in sorted(items().values(), key=lambda one: one.name):
        if can_ask(item, channel, who):
            made.setdefault(item.topics[0] if item.topics else "其他", []).append(item)
    return dict(sorted(made.items()))


def entitled(person: Comer, day: date, channel: str) -> list[Line]:
    """What the rules give this household from what the registers know, and that it has not got
    (B8: nobody has to know what to ask for). What the rules cannot tell without asking is left out,
    and so is what is another grown-up's: they have not come."""
    if isinstance(person, Organisation):
        return []
    found = wanted(None, forms.empty(), person, day, channel, registered(person, day))
    return [one for one in found if one.is_theirs]


def kept_as(item: Item, who: Comer) -> str:
    """What the browser calls what was typed for this matter, until it is taken in."""
    return f"counter-{'u' if isinstance(who, Organisation) else 'p'}{who.pk}-{item.code}"


def open_cases(who: Comer, user: User) -> list[tuple[Case, str, str]]:
    """Open cases of a person or an organisation, with item and stage; of what they reported in
    confidence, or what is about a counter, no counter learns, nor of their rating whom they rated
    badly."""
    column = "organisation" if isinstance(who, Organisation) else "applicant"
    rows = Case.objects.filter(not_of_theirs(user), **{column: who}, is_open=True)
    rows = rows.select_related("version")
    rows = rows.exclude(item__in=[code for code in items() if is_secret(code)])
    made = []
    for case in rows.defer("answers").order_by("-pk")[:20]:
        if stands_apart(case) or is_unnamed(case):
            continue
        item = item_of_version(case.version)
        stage = item.apply.process.stages[case.stage].name if item.apply else case.stage
        made.append((case, item.name, stage))
    return made


def prefilled(item: Item, who: Comer, day: date) -> dict[str, Any]:
    """Answers as far as the district knows them; empty for a guide."""
    if item.apply is None:
        return forms.empty()
    if isinstance(who, Organisation):
        return known.prefill_unit(item.apply, who)
    return known.prefill(item.apply, who, day)


def carried(
    item: Item, who: Comer, answers: dict[str, Any], earlier: Case | None
) -> dict[str, Any]:
    """What was told for another matter a moment ago need not be told again; whoever agreed did so
    for one matter, and is asked again."""
    if earlier is None or item.apply is None or isinstance(who, Organisation):
        return answers
    before = item_of_version(earlier.version).apply
    if before is None:
        return answers
    return carry(before, earlier.answers, earlier.applicant_id, item.apply, answers, who.pk)


def _note(member: Mapping[str, Any]) -> str:
    """Of somebody who was named with a number: what the register says of it."""
    if "number" not in member:
        return ""
    return f"{member['number']} · {WORDS[member['register']]}"


def form_of(
    item: Item,
    answers: Mapping[str, Any],
    *,
    errors: Mapping[str, str] | None = None,
    raw: Mapping[str, Mapping[str, Any]] | None = None,
    faults: Sequence[str] = (),
    lacks: Sequence[Lack] = (),
    agent: str = "",
    out: Iterable[int] = (),
) -> Form:
    """``raw``: as typed, by prefix; ``out``: members who are not counted in."""
    apply = item.apply
    assert apply is not None  # noqa: S101 - guides never come here
    known_by = answers.get("known", {})
    typed = raw or {}
    errors = {one.id.removeprefix("in-"): one.why for one in lacks} | dict(errors or {})
    held = answers.get(WITHHELD, {})
    return Form(
        item=item,
        apply=apply,
        asks=asks(
            [one for one in plain(apply.form) if is_of(one, whose(answers))], FORM,
            answers["values"], known=known_by, errors=errors,
            raw=typed.get(FORM), held=_held(held, ""),
        ),
        members=_members(apply, answers, errors, typed, set(out)),
        papers=[
            (one, known_by.get(f"material:{one.key}", ""), called_for(FORM, one.when))
            for one in apply.materials
        ],
        papers_seen=list(answers.get("papers", ())),
        members_label=next((one.label for one in apply.form if one.kind == "members"), ""),
        faults=list(faults),
        lacks=list(lacks),
        agent=agent,
        is_held=bool(held),
    )  # fmt: skip


def _members(
    apply: Apply,
    answers: Mapping[str, Any],
    errors: Mapping[str, str],
    typed: Mapping[str, Mapping[str, Any]],
    out: set[int],
) -> list[Member]:
    known_by, held = answers.get("known", {}), answers.get(WITHHELD, {})
    each = sorted(plain(apply.form, each=True), key=lambda one: one.key != CONSENT)
    minors = [at for at in minors_of(answers) if at not in out]
    return [
        Member(
            at=at,
            name=one["name"],
            relation=one.get("relation", ""),
            person=one.get("person"),
            asks=asks(
                _once([ask for ask in each if is_of(ask, whose(answers, at))], answers, minors, at),
                f"m{at}", one["values"],
                known={key: known_by[key] for key in one["values"] if key in known_by},
                errors=errors, raw=typed.get(f"m{at}"), held=_held(held, f"m{at}-"),
            ),
            is_in=at not in out,
            note=_note(one),
            paper=f"看过{one['name']}{PAPER}" if needs_paper(apply, one) else "",
            is_signed=bool(typed.get(f"m{at}", {}).get(TICK)),
            paper_error=errors.get(f"signed-{at}", ""),
        )
        for at, one in enumerate(answers.get("members", ()))
    ]  # fmt: skip


def _once(
    each: list[Field], answers: Mapping[str, Any], minors: Sequence[int], at: int
) -> list[Field]:
    """Whoever looks after the children agrees once for them all, with the first."""
    if at not in minors or len(minors) == 1:
        return each
    names = "、".join(answers["members"][one]["name"] for one in minors)
    ask = f"{names}的监护人同意我们向银行、房产、车辆等登记核对孩子的收入和财产吗?"
    asked = [replace(one, ask=ask) if one.key == CONSENT else one for one in each]
    return asked if at == minors[0] else [one for one in each if one.key != CONSENT]


def _held(held: Mapping[str, str], of: str) -> dict[str, str]:
    """By question, of one member or of the household."""
    places = {key.removeprefix(of): source for key, source in held.items() if key.startswith(of)}
    return {key: source for key, source in places.items() if "-" not in key}
