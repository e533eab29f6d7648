"""Beside a matter that was taken in: what else the household may ask for, what each line still
wants to know, and the answers that need not be given twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import alongside, consent, known
from yingzhou.kernel.cases.alongside import Line
from yingzhou.kernel.cases.consent import CONSENT, signed_by
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import registered
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.catalogue.items import Apply, Field, Item
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.people.models import Person
from yingzhou.web.alongside import wanted

from . import veil
from .fields import Ask, asks

SEEN = "同意的要有本人签字的授权书; 没有带来的, 收下以后看到了再在办件里打勾"


@dataclass(frozen=True)
class Paper:
    """What another grown-up must have signed; a tick says that it was seen."""

    name: str
    words: str
    is_seen: bool = False


@dataclass(frozen=True)
class Offered:
    """One line on the page. ``is_ticked``: theirs to ask for, for themselves or a child."""

    line: Line
    prefix: str
    asks: list[Ask] = field(default_factory=list)
    is_ticked: bool = False
    faults: tuple[str, ...] = ()
    papers: list[Paper] = field(default_factory=list)


def prefix_of(line: Line) -> str:
    """Of its inputs; holds no hyphen."""
    return f"x_{line.item.code.replace('/', '_')}_{line.whom}"


def lines_beside(case: Case, item: Item, applicant: Person, day: date, channel: str) -> list[Line]:
    """``item``: of the case, as it was then."""
    return wanted(item, case.answers, applicant, day, channel, registered(applicant, day))


@dataclass(frozen=True)
class Opened:
    """A matter that was opened beside another. ``now``: what became of it at once."""

    number: str
    name: str
    whose: str
    now: str
    letters: list[Letter]


def shown(
    case: Case, others: Iterable[Case], letters: Iterable[Letter], user: User
) -> list[Opened]:
    """``others`` were opened beside ``case``; as far as ``user`` may see them."""
    made = []
    for one in others:
        if may_see(user, one):
            name = item_of_version(one.version).name
            other = one.applicant if one.applicant_id != case.applicant_id else None
            whose = other.name if other is not None else ""
            now = "已受理" if one.accepted_at else "已收件"
            own = [row for row in letters if row.about == f"case:{one.pk}"]
            made.append(Opened(one.number, name, whose, now, own))
    return made


def beside(case: Case) -> list[Case]:
    """One query."""
    rows = case.following.filter(reason=alongside.ALONGSIDE)
    return list(rows.select_related("version", "applicant").defer("answers").order_by("pk"))


def offered(
    lines: list[Line], case: Case, item: Item, errors: Mapping[str, Any] | None = None
) -> list[Offered]:
    """``errors``: of what was tried just now, by prefix (:class:`Offered`)."""
    tried = errors or {}
    made = []
    for line in lines:
        prefix = prefix_of(line)
        if prefix in tried:
            made.append(tried[prefix])
            continue
        rest = alongside.still_asked(line, item, case.answers, case.applicant_id or 0)
        agreeing, signing = _unasked(line, case, item, prefix)
        shown_ = asks(map(always, [*rest, *agreeing]), prefix, {})
        made.append(Offered(line, prefix, shown_, line.is_theirs, papers=signing))
    return made


def _unasked(line: Line, case: Case, item: Item, prefix: str) -> tuple[list[Field], list[Paper]]:
    """Who must agree before this line looks up what the registers know, where the first matter
    looked up nothing and asked nobody; and what they must have signed."""
    apply, first = line.item.apply, item.apply
    if apply is None or first is None or case.applicant is None or not line.is_own:
        return [], []
    if consent.question(apply) is None or consent.question(first) is not None:
        return [], []
    answers = carried(line, case, item, case.applicant, clock.today())
    return to_agree(apply, answers), papers(apply, answers, prefix)


def to_agree(apply: Apply, answers: Mapping[str, Any]) -> list[Field]:
    """A question for each member whom nobody asked yet; whoever looks after the children answers
    once for all of them."""
    asked = consent.question(apply)
    if asked is None:
        return []
    children = consent.minors(answers)
    return [
        replace(
            asked, each=False, key=f"{CONSENT}{number}", ask=f"{one['name']}: {asked.ask}",
            label=f"{one['name']}: {asked.label}",
            help=asked.help if number in children or one.get(consent.SIGNED) else SEEN,
        )
        for number, one in enumerate(answers["members"])
        if number not in children[1:] and one["values"].get(CONSENT) is None
    ]  # fmt: skip


def papers(
    apply: Apply, answers: Mapping[str, Any], prefix: str, seen: Collection[int] = ()
) -> list[Paper]:
    """Of each grown-up who is asked and is not the applicant. ``seen``: the members, by number,
    whose paper was ticked."""
    return [
        Paper(signed_name(prefix, number), f"看过{one['name']}{consent.PAPER}", number in seen)
        for number, one in enumerate(answers["members"])
        if one["values"].get(CONSENT) is None
        and not one.get(consent.SIGNED) and veil.needs_paper(apply, one)
    ]  # fmt: skip


def signed_name(prefix: str, number: int) -> str:
    """Of the tick."""
    return f"{prefix}-signed{number}"


def agreed(answers: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """``answers`` with what was answered to :func:`to_agree`."""
    members = [
        {**one, "values": {**one["values"], CONSENT: said[key]}}
        if said.get(key := f"{CONSENT}{number}") is not None else one
        for number, one in enumerate(answers["members"])
    ]  # fmt: skip
    made = {**answers, "members": members}
    if said:
        consent.answer_for_children(made)
    return made


def always(field_: Any) -> Any:
    """What it depends on is told already and stands on no page: no script may hide it."""
    return replace(field_, when={})


def carried(line: Line, case: Case, item: Item, whom: Person, day: date) -> dict[str, Any]:
    """What the registers know with what was told for the first matter, and who agreed there: they
    were asked for both together."""
    apply, first = line.item.apply, item.apply
    assert apply is not None  # noqa: S101 - no guide gives anything
    assert first is not None  # noqa: S101
    read = signed_by(known.prefill(apply, whom, day), case.applicant_id)
    return alongside.carry(
        first, case.answers, case.applicant_id, apply, read, whom.pk, agreed=True
    )


def held_back(apply: Apply, answers: Mapping[str, Any]) -> dict[str, Any]:
    """``answers`` without what the registers know of whoever does not agree."""
    said = dict(enumerate(answers["members"]))
    return veil.shown(apply, answers, said, answers["values"].get(CONSENT))
