"""Walk-in intake: one form becomes a case, is accepted at once where it is complete, or gets the
one full list of what is missing (一次性告知)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict

from yingzhou.core.audit import Actor
from yingzhou.core.timeline import Refused
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import person_of_number
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent, known
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.guards import missing_materials
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import may_take
from yingzhou.kernel.cases.services import documents, signing
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.whom import ASKER
from yingzhou.kernel.catalogue.items import Apply, Item, Transition
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person
from yingzhou.web.desk.selectors import counter, fields, finding, veil

SEEN = "窗口收件时看过"
"""How it was seen what somebody signed."""
REFUSED = "选的是不同意: 就不能核对, 请本人签了授权书再收"
UNKNOWN_AGENT = "代办人: 登记里没有这个号码的人。外区的人请先在“窗口收件”里查这个号码, 登记以后再填"


@dataclass(frozen=True)
class Filled:
    """A form as it came back. ``answers``: with what could be read; ``errors`` by input name."""

    answers: dict[str, Any]
    raw: dict[str, dict[str, Any]]
    errors: dict[str, str]
    out: list[int]
    files: Mapping[str, list[UploadedFile]] = field(default_factory=dict)
    agent: str = ""
    phone: str = ""

    def lacks(self, apply: Apply) -> list[fields.Lack]:
        """Everything that is missing, together, each with its place on the form."""
        members = self.answers["members"]
        places = [at for at in range(len(members) + len(self.out)) if at not in self.out]
        found = []
        lacking = list(forms.lacking(apply.form, self.answers))
        rest = consent.minors(self.answers)[1:]  # whoever looks after them answers once
        lacking = [one for one in lacking if one[1].key != consent.CONSENT or one[0] not in rest]
        lacking.sort(key=lambda one: one[0] is None)  # members stand first on the form
        for number, one in lacking:
            who = f"{members[number]['name']}: " if number is not None else ""
            prefix = fields.FORM if number is None else f"m{places[number]}"
            name = "new-number" if one.kind == "members" else f"in-{prefix}-{one.key}"
            found.append(fields.Lack(name, f"{who}{one.ask or one.label}"))
        if consent.refuses_alone(self.answers):
            name, words = f"in-{fields.FORM}-{consent.CONSENT}", "本人没有同意核对, 请本人签授权书"
            found.append(fields.Lack(name, words, REFUSED))
        for place, member in consent.refusing(self.answers):
            if place in rest:
                continue
            words = f"{member['name']}: 没有同意核对收入和财产, 请本人签授权书"
            name = f"in-m{places[place]}-{consent.CONSENT}"
            found.append(fields.Lack(name, words, REFUSED))
        for place, member in consent.unsigned(self.answers):
            words = f"{member['name']}: 还没有看到{consent.PAPER}"
            found.append(
                fields.Lack(
                    f"signed-{places[place]}",
                    words,
                    "看过签字再打勾; 没有签的可以先收件, 请本人来补签",
                )
            )
        if apply.subject == "organisation" and not self.agent:
            found.append(fields.Lack("agent", "经办人的身份证号"))
        papers = missing_materials(apply, self.answers, self.files)
        return found + [fields.Lack(f"paper-{one.key}", one.name) for one in papers]


def filled(
    item: Item,
    before: Mapping[str, Any],
    post: QueryDict,
    files: Mapping[str, list[UploadedFile]],
) -> Filled:
    """``before``: the answers that the form was made from, with what it did not show yet."""
    apply = item.apply
    assert apply is not None  # noqa: S101 - guides never come here
    plain, each = list(fields.plain(apply.form)), list(fields.plain(apply.form, each=True))
    raw = {fields.FORM: fields.taken(plain, fields.FORM, post)}
    values, errors = fields.read(plain, fields.FORM, raw[fields.FORM])
    known = veil.veiled(apply, before)
    members, out = [], []
    for at, member in enumerate(known.get("members", ())):
        prefix = f"m{at}"
        raw[prefix] = fields.taken(each, prefix, post)
        if f"signed-{at}" in post:
            raw[prefix][fields.TICK] = "1"
        said, wrong = fields.read(each, prefix, raw[prefix])
        if f"in-{at}" not in post:
            out.append(at)
            continue
        errors |= wrong
        signed = {consent.SIGNED: SEEN} if fields.TICK in raw[prefix] else {}
        members.append({**member, **signed, "values": {**member["values"], **said}})
    consent.answer_for_children({"members": members})
    merged = {**known["values"], **values}
    answers = {
        "values": {key: value for key, value in merged.items() if value is not None},
        "members": members,
        "known": _still_known(before, values, members),
        **{key: before[key] for key in (ASKER,) if key in before},
        "papers": [one for one in post.getlist("paper") if one in {m.key for m in apply.materials}],
    }
    places = [at for at in range(len(known["members"])) if at not in out]
    if held := veil.still_held(apply, before, answers, places):
        answers[consent.WITHHELD] = held
    return Filled(
        answers,
        raw,
        errors,
        out,
        files,
        post.get("agent", "").strip()[:20],
        phone=post.get("contact", "").strip()[:20],
    )


def _still_known(
    before: Mapping[str, Any], values: Mapping[str, Any], members: list[dict[str, Any]]
) -> dict[str, str]:
    """Sources of what was left as the registers say; what was typed over is the applicant's."""
    first = {one["person"]: one["values"] for one in before.get("members", ())}
    values = {key: value for key, value in values.items() if value is not None}
    changed = {key for key, value in values.items() if before["values"].get(key) != value}
    changed |= {
        key
        for one in members
        for key, value in one["values"].items()
        if value is not None and first.get(one["person"], {}).get(key) != value
    }
    return {key: source for key, source in before.get("known", {}).items() if key not in changed}


def agent_of(number: str, applicant: counter.Comer) -> Person | None:
    """Who came in the applicant's place. CaseFault where the number is wrong or nobody's."""
    if not number:
        return None
    try:
        found = person_of_number(number)
    except ValueError as error:
        raise CaseFault(f"代办人: {error}") from None
    if found is None:
        raise CaseFault(UNKNOWN_AGENT)
    return found if found != applicant else None


def take_in(
    *,
    item: Item,
    who: counter.Comer,
    form: Filled,
    user: User,
    at: datetime,
    previous: Case | None = None,
    reason: str = "",
    agent: Person | None = None,
) -> tuple[Case, list[str]]:
    """The case, and what became of its papers that could not be kept. Accepted at once where
    nothing is lacking and this desk accepts; asked for what is missing where it is not. ``agent``:
    who is known to act for them, where no number was typed."""
    apply = item.apply
    assert apply is not None  # noqa: S101 - guides never come here
    with transaction.atomic():
        case = intake(
            request=Request(
                item=item,
                applicant=who if isinstance(who, Person) else None,
                organisation=who if isinstance(who, Organisation) else None,
                channel=finding.channel_of(user),
                answers=form.answers,
                agent=agent or agent_of(form.agent, who),
                place=counter.place_of(user),
                previous=previous,
                reason=reason,
            ),
            user=user,
            at=at,
        )
        _reached(who, form, apply, user, at)
        _note(case, apply, form.answers, user, at)
    faults = _papers(case, form, user, at)
    _go_on(case, apply, faults or form.lacks(apply), user, at)
    case.refresh_from_db()
    return case, faults


def _reached(who: counter.Comer, form: Filled, apply: Apply, user: User, at: datetime) -> None:
    """The mobile number that messages go to from today: asked for, or told in answer to a question
    of the form (where one that gets no messages, of a house, is no fault)."""
    person = who if isinstance(who, Person) else None
    unit = who if isinstance(who, Organisation) else None
    told = "" if form.phone or person is None else forms.telephone(apply.form, form.answers)
    if not (form.phone or told):
        return
    try:
        notices.set_contact(
            person=person, organisation=unit, channel="sms", address=form.phone or told,
            actor=Actor.of(user), at=at,
        )  # fmt: skip
    except Refused as fault:
        if form.phone:
            raise CaseFault(f"联系手机: {fault}") from fault


def _note(case: Case, apply: Apply, answers: Mapping[str, Any], user: User, at: datetime) -> None:
    """Whose data was used for it, so that they can read it."""
    told = {**case.answers, "known": answers["known"]}
    for person, facts in signing.usable(apply, told, case.applicant_id).items():
        known.note_uses(
            case=case,
            known=facts,
            labels=known.labels_of(apply),
            persons=[person],
            user_name=str(user),
            at=at,
        )


def _papers(case: Case, form: Filled, user: User, at: datetime) -> list[str]:
    faults = []
    for material, found in form.files.items():
        for file in found:
            try:
                documents.add(case=case.pk, material=material, file=file, user=user, at=at)
            except CaseFault as fault:
                faults += [f"{file.name}: {line}" for line in fault.lines]
    return faults


def _go_on(case: Case, apply: Apply, lacks: Sequence[Any], user: User, at: datetime) -> None:
    """Accept, or ask: whichever the process has here and is this desk's own to do; what an office
    below does waits for it there."""
    ways = apply.process.ways_from(case.stage)
    wanted = _asks if lacks else _accepts
    rights = ((one, may_take(user, case, one)) for one in ways if wanted(one))
    way = next((one for one, right in rights if right and not right.instead), None)
    if way is not None:
        advance(case=case.pk, transition=way.key, user=user, at=at)


def _accepts(way: Transition) -> bool:
    return way.key == "accept" and not way.asks


def _asks(way: Transition) -> bool:
    return way.corrects == "ask"
