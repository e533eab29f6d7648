"""One matter as its applicant reads it: where it stands, what was done, what is needed of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yingzhou.core import clock
from yingzhou.core.periods import Unit
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import lines
from yingzhou.kernel.cases.acting import ACTED
from yingzhou.kernel.cases.consent import is_no
from yingzhou.kernel.cases.models import (
    Appointment,
    Case,
    Correction,
    Decision,
    Document,
    Handover,
    Rating,
    Step,
)
from yingzhou.kernel.cases.places import name_of, who_acts
from yingzhou.kernel.cases.selectors.itself import Itself, by_itself
from yingzhou.kernel.cases.selectors.queue import RESIGN
from yingzhou.kernel.cases.services.ratings import is_rateable
from yingzhou.kernel.cases.whom import whose
from yingzhou.kernel.catalogue.items import Apply, Field, Item, Material, Stage, Transition, items
from yingzhou.kernel.catalogue.items.parts import APPLICANT, SYSTEM
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.disclosure.models import PublicNotice
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.notices.selectors import letters_about
from yingzhou.kernel.visits.selectors import rounds
from yingzhou.kernel.visits.selectors.rounds import Following

APPEAL = "counters/appeal"
COMPLAINTS = ("oversight/complaint", "oversight/report", "oversight/suggestion")
YOU = "您"
NOBODY = "到期自动转下一步"
OTHER = Material("other", "别的材料", required=False)


@dataclass(frozen=True)
class Done:
    """One line of the history: when, who, what, and where it led. No names of officers;
    ``words``: the reason, where a letter gives it, too, or what the applicant wrote; ``said``: what
    they answered at this step."""

    at: datetime
    who: str
    what: str
    then: str
    words: str = ""
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: a paper to photograph, a question to answer, or plain words."""

    line: str
    material: str = ""
    place: str = ""
    files: tuple[Document, ...] = ()
    is_done: bool = False


@dataclass(frozen=True)
class Booked:
    """A time that was asked for; ``is_over``: its day has gone by and the matter is still open;
    ``where``: to come to."""

    day: date
    part: str
    is_over: bool
    where: str


def _answered(asks: Iterable[Field], data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was filled in at a step, as people read it."""
    told = [one for one in asks if data.get(one.key) is not None]
    return tuple((one.label, forms.shown(one, data[one.key])) for one in told)


@dataclass
class Matter:
    case: Case

    @cached_property
    def item(self) -> Item:
        return item_of_version(self.case.version)

    @property
    def apply(self) -> Apply:
        assert self.item.apply is not None  # noqa: S101 - there is a case
        return self.item.apply

    @property
    def stage(self) -> Stage:
        return self.apply.process.stages[self.case.stage]

    @property
    def plain(self) -> str:
        return self.stage.plain

    @property
    def needs_me(self) -> bool:
        return self.case.is_open and self.case.by == APPLICANT

    @property
    def next_by(self) -> str:
        """Who must act now, as the applicant reads it."""
        if not self.case.is_open:
            return ""
        if self.case.by == SYSTEM:
            return NOBODY
        acts = who_acts(self.case.by, self.case.desk_id, clock.today())
        return YOU if self.case.by == APPLICANT else acts

    @cached_property
    def itself(self) -> Itself | None:
        """What happens without anybody, where it waits for time alone. One query there."""
        return by_itself(self.case, self.apply.process)

    @property
    def promise(self) -> date | None:
        return self.case.promised_on if self.case.is_open else None

    @cached_property
    def promise_at(self) -> datetime | None:
        """The moment, of a promise that is counted in hours. One query there."""
        promised = [one for one in self.apply.process.clocks.values() if one.promise]
        if self.promise is None or all(one.period.unit is not Unit.HOURS for one in promised):
            return None
        running = self.case.clocks.filter(is_promise=True, ended_at=None, due_on=self.promise)
        return running.values_list("due_at", flat=True).first()

    @property
    def is_late(self) -> bool:
        return self.promise is not None and self.promise < clock.today() and not self.needs_me

    @property
    def is_behind(self) -> bool:
        """Nothing was promised yet, and the day of the next news has gone by."""
        due = self.case.due_on if self.case.is_open and self.promise is None else None
        return due is not None and due < clock.today() and not self.needs_me

    @property
    def may_rate(self) -> bool:
        return is_rateable(self.case) and self.rating is None

    @property
    def is_ours(self) -> bool:
        """Begun by the house: nobody applied and nobody filled anything in."""
        return self.case.channel == "district"

    @property
    def _began(self) -> str:
        if self.is_ours:
            return self.counter
        return "网上" if self.case.channel == "online" else "受理窗口"

    @cached_property
    def history(self) -> list[Done]:
        rows = self.case.steps.select_related("user").order_by("-seq")
        return [self._done(row) for row in rows]

    def _done(self, row: Step) -> Done:
        process = self.apply.process
        way = process.transitions.get(row.transition)
        target = process.stages.get(row.target)
        who = who_acts(way.by, self.case.place_id, clock.today()) if way else "受理窗口"
        who = (row.data or {}).get(ACTED) or who  # an office above, in the place of the desk
        if way is None and row.seq == 1:
            who = self._began
        if way is not None and way.by == APPLICANT:
            is_by_staff = row.user is not None and row.user.kind == User.Kind.STAFF
            who = "受理窗口替您登记" if is_by_staff else YOU
        then = target.plain if target else ""
        told = way is not None and way.letter and "reason" in way.needs
        first = "主动发起" if self.is_ours else "收到申请"
        name = row.name if way is not None or row.seq > 1 else first
        is_mine = way is not None and way.by == APPLICANT
        if self.apply.secret and way is not None and not is_mine:
            name, then = then, ""  # what was found out about a child is not the reporter's to read
        said = _answered(way.asks, row.data or {}) if way is not None and is_mine else ()
        return Done(row.at, who, name, then, row.words if told or is_mine else "", said)

    @cached_property
    def ways(self) -> list[Transition]:
        """What the applicant may do now."""
        if not self.case.is_open:
            return []
        return [way for way in self.apply.process.ways_from(self.case.stage) if way.by == APPLICANT]

    @property
    def supplying(self) -> Transition | None:
        return next((way for way in self.ways if way.corrects == "answer"), None)

    @property
    def withdrawing(self) -> Transition | None:
        return next((way for way in self.ways if way.closes == "withdrawn"), None)

    @property
    def other_ways(self) -> list[Transition]:
        """What ends the matter well before what starts it anew."""
        aside = (self.supplying, self.withdrawing)
        return sorted(
            (way for way in self.ways if way not in aside), key=lambda way: not way.closes
        )

    @property
    def waits_to_sign(self) -> bool:
        """Whether somebody of the family may sign anew that they are looked into."""
        return self.case.is_open and self.case.stage == RESIGN

    @property
    def due_ways(self) -> list[Transition]:
        """What the matter waits for. Not to sign is no answer that a page puts forward."""
        if self.waits_to_sign or not self.needs_me or self.supplying is not None:
            return []
        return self.other_ways

    @cached_property
    def booked(self) -> Booked | None:
        """When they come. One query, of what can be booked, where it was not read with the case."""
        if self.apply.slots is None or not self.case.is_open:
            return None
        row: Appointment | None = getattr(self.case, "appointment", None)
        if row is None:
            return None
        today = clock.today()
        is_here = row.place_id != tree_on(today).root.id
        where = (
            f"到{name_of(row.place_id, today)}的受理窗口" if is_here else f"地点: {self.item.where}"
        )
        return Booked(row.day, row.part, row.day < today, where)

    @property
    def rating(self) -> Rating | None:
        return getattr(self.case, "rating", None)

    @property
    def about(self) -> Case | None:
        """The earlier matter that this one is about."""
        return self.case.previous

    @cached_property
    def documents(self) -> list[Document]:
        return list(self.case.documents.filter(removed_at=None).order_by("pk"))

    @cached_property
    def correction(self) -> Correction | None:
        """What was asked for, while it is still to come."""
        if self.supplying is None:
            return None
        return self.case.corrections.filter(answered_at=None).order_by("-pk").first()

    @cached_property
    def lacks(self) -> list[Lack]:
        return self._lacks(self.correction) if self.correction else []

    @cached_property
    def still_lacks(self) -> list[Lack]:
        """Of what was asked for last, what had not come when the answer was sent."""
        if self.correction or not self.case.is_open or self.case.accepted_at:
            return []
        last = self.case.corrections.order_by("-pk").first()
        return [one for one in self._lacks(last) if not one.is_done] if last else []

    def _lacks(self, correction: Correction) -> list[Lack]:
        return [self._lack(number, correction) for number in range(len(correction.lines))]

    def _lack(self, number: int, correction: Correction) -> Lack:
        """A paper that was there before it was asked for was no good: only a new one answers."""
        line = correction.lines[number]
        material = next((one for one in self.apply.materials if one.name == line), None)
        if material is not None:
            key = material.key
        else:
            place, value = self._place(line)
            if place:
                is_done = value is not None and not is_no(place, value)
                return Lack(line, place=place, is_done=is_done)
            key = lines.key_of(correction, number)
        files = tuple(one for one in self.documents if one.material == key)
        is_done = any(one.added_at >= correction.asked_at for one in files)
        return Lack(line, material=key, files=files, is_done=is_done)

    def _place(self, line: str) -> tuple[str, object]:
        """The question that a line names, with its answer."""
        who, colon, label = line.partition(": ")
        kept = self.case.answers
        for number, member in enumerate(kept.get("members", ())):
            if colon and member["name"] == who:
                own = {**kept["values"], **member["values"]}
                form, of = self.apply.form, whose(kept, number)
                for field in forms.asked(form, own, each=True, who=of):
                    if field.label == label:
                        return f"m{number}-{field.key}", member["values"].get(field.key)
        for field in self.apply.form:
            if field.label == line and not field.each and field.kind != "members":
                return field.key, kept["values"].get(field.key)
        return "", None

    @property
    def undone(self) -> list[Lack]:
        return [one for one in self.lacks if not one.is_done]

    @property
    def is_complete(self) -> bool:
        return not self.undone

    @property
    def papers(self) -> list[tuple[Material, list[Document]]]:
        """Every paper of the item that can be sent, what was asked for besides, and what else was
        handed in."""
        asked = lines.asked_for(self.case.pk, self.documents)
        besides = [Material(key, line, required=False) for key, line in asked.items()]
        there = {one.material for one in self.documents}
        own = [one for one in self.apply.materials if not one.on_site or one.key in there]
        return [
            (one, [kept for kept in self.documents if kept.material == one.key])
            for one in (*own, *besides, OTHER)
        ]

    @cached_property
    def letters(self) -> list[Letter]:
        return list(reversed(letters_about(f"case:{self.case.pk}")))

    @cached_property
    def decision(self) -> Decision | None:
        if self.case.outcome not in ("granted", "refused", "ended"):
            return None
        return self.case.decisions.filter(revoked_at=None).first()

    @property
    def reasons(self) -> list[str]:
        said = self.decision.reason.split("; ") if self.decision else []
        return [one for one in said if one]

    @property
    def computation(self) -> list[str]:
        """How the amount came about, in the sentences that the rules told on that day."""
        lines = (self.decision.trace or []) if self.decision else []
        return [sentence for line in lines if line["depth"] < 2 for sentence in line["sentences"]]

    @cached_property
    def notice(self) -> PublicNotice | None:
        if self.apply.publicity is None:
            return None
        rows = PublicNotice.objects.filter(about=f"case:{self.case.pk}")
        return rows.order_by("-pk").first()

    @cached_property
    def handovers(self) -> list[Handover]:
        if self.case.owner_id is None:
            return []
        return list(self.case.handovers.filter(state=Handover.State.ACCEPTED).order_by("-pk"))

    @cached_property
    def visits(self) -> Following | None:
        """Whom it is about reads that somebody comes again; whoever reported a child reads nothing
        of what was decided about the child."""
        if self.apply.secret or self.case.is_open or self.case.applicant_id is None:
            return None
        found = rounds.following(self.case)
        is_theirs = found is not None and found.round.person_id == self.case.applicant_id
        return found if is_theirs and found is not None and found.ended is None else None

    @property
    def counter(self) -> str:
        return name_of(self.case.place_id, clock.today())

    @property
    def may_appeal(self) -> bool:
        there = APPEAL in items() and self.item.code != APPEAL
        against = self.case.outcome == "not_accepted" or self.decision is not None
        return there and against

    @property
    def complaint(self) -> list[str]:
        """Where to complain, as programme and name; empty while there is no such service."""
        found = next((code for code in COMPLAINTS if code in items()), "")
        return found.split("/") if found else []
