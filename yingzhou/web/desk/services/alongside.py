"""What a household also qualifies for is opened with the matter they came for: each line is a case
of its own, with the answers of the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.alongside import ALONGSIDE, Line
from yingzhou.kernel.cases.faults import CaseFault, Duplicate
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.people.models import Person
from yingzhou.web.desk.selectors import alongside, fields

from . import taking_in

TICK = "take"


@dataclass
class Outcome:
    """``tried``: lines that were not taken in, as their page shows them; by prefix."""

    taken: list[Case] = field(default_factory=list)
    tried: dict[str, alongside.Offered] = field(default_factory=dict)


def take_in(
    *,
    lines: list[Line],
    case: Case,
    item: Item,
    applicant: Person,
    post: QueryDict,
    user: User,
    at: datetime,
) -> Outcome:
    """Each of the ticked ``lines`` in its own transaction: what lacks an answer stays, with what it
    lacks; papers and signatures can be brought later, as always. ``item``: of ``case``."""
    outcome, ticked = Outcome(), set(post.getlist(TICK))
    people = Person.objects.in_bulk({one.whom for one in lines} | {applicant.pk})
    for line in lines:
        if line.key in ticked:
            _one(outcome, line, case, item, people, post, user, at)
    return outcome


def _one(
    outcome: Outcome,
    line: Line,
    case: Case,
    item: Item,
    people: Mapping[int, Person],
    post: QueryDict,
    user: User,
    at: datetime,
) -> None:
    whom, prefix = people[line.whom], alongside.prefix_of(line)
    apply = line.item.apply
    assert apply is not None  # noqa: S101 - no guide gives anything
    assert case.applicant_id is not None  # noqa: S101 - not of a unit
    answers = alongside.carried(line, case, item, whom, clock.day_of(at))
    agreeing = alongside.to_agree(apply, answers)
    plain = [*fields.plain(apply.form), *agreeing]
    raw = fields.taken(plain, prefix, post)
    said, errors = fields.read([one for one in plain if raw.get(one.key)], prefix, raw)
    yes = {one.key: said.pop(one.key, None) for one in agreeing}
    seen = _seen(answers, prefix, post)
    papers = alongside.papers(apply, answers, prefix, seen)
    answers = consent.sign(alongside.agreed(answers, yes), seen, taking_in.SEEN)
    answers = alongside.held_back(apply, answers)
    values = answers["values"] | {key: one for key, one in said.items() if one is not None}
    form = taking_in.Filled({**answers, "values": values}, {}, errors, [])
    lacks = [one for one in form.lacks(apply) if one.id.startswith("in-f-")]
    wanted = {one.id.removeprefix("in-f-") for one in lacks} | {
        name.removeprefix(f"{prefix}-") for name in errors
    }
    wanted |= {key for key, one in yes.items() if one is None}
    faults: tuple[str, ...] = ()
    if not wanted:
        try:
            made, _ = taking_in.take_in(
                item=line.item, who=whom, form=form, user=user, at=at, previous=case,
                reason=ALONGSIDE, agent=None if line.is_own else people[case.applicant_id],
            )  # fmt: skip
        except Duplicate as fault:
            faults = (str(fault),)
        except CaseFault as fault:
            faults = tuple(fault.lines)
        else:
            outcome.taken.append(made)
            return
    asked = [alongside.always(one) for one in plain if one.key in wanted or raw.get(one.key)]
    errors = {f"{prefix}-{key}": "还没有填" for key in wanted} | errors
    outcome.tried[prefix] = alongside.Offered(
        line, prefix, fields.asks(asked, prefix, {}, errors=errors, raw=raw), True, faults, papers
    )


def _seen(answers: Mapping[str, Any], prefix: str, post: QueryDict) -> set[int]:
    """Members, by number, whose signed paper was ticked."""
    there = range(len(answers["members"]))
    return {number for number in there if alongside.signed_name(prefix, number) in post}
