"""An application that is being filled in, as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from yingzhou.core import clock
from yingzhou.kernel.cases import consent, questions
from yingzhou.kernel.cases.models import Draft, DraftFile
from yingzhou.kernel.cases.questions import Question
from yingzhou.kernel.catalogue.items import Apply, Item, Material
from yingzhou.kernel.catalogue.versions import digest_of
from yingzhou.web.portal import consenting
from yingzhou.web.portal.affairs import Affairs, affairs_of
from yingzhou.web.portal.entering import item_or_404

FEW = 12
"""Lines that are read at a glance."""
SAME = timedelta(hours=2)
"""A form that is sent again within this time meant the same application."""


OF_HOME = "户."
"""How the rules call what a household has together."""


@dataclass(frozen=True)
class Group:
    """What is said of one person; of the household where ``name`` is empty."""

    name: str
    relation: str
    questions: list[Question]
    is_open: bool


def _grouped(found: Sequence[Question], own: tuple[str, str], subject: str) -> list[Group]:
    """``own``: the applicant's name and relation. What a household is asked for once may be theirs
    alone all the same: a telephone, how much care they need."""
    made: dict[tuple[str, str], list[Question]] = {}
    for one in found:
        is_own = subject == "household" and not one.member and not _is_of_all(one)
        made.setdefault(own if is_own else (one.member, one.relation), []).append(one)
    return [
        Group(name, relation, asked, len(found) <= FEW or name in ("", own[0]))
        for (name, relation), asked in made.items()
    ]


def _is_of_all(one: Question) -> bool:
    field = one.field
    return (
        field.kind == "members" or field.known in consent.SHARED or field.fact.startswith(OF_HOME)
    )


@dataclass
class Filling:
    item: Item
    apply: Apply
    draft: Draft
    affairs: Affairs

    @property
    def where(self) -> list[str]:
        """The item in addresses."""
        return self.item.code.split("/")

    @property
    def programme(self) -> str:
        return self.where[0]

    @property
    def name(self) -> str:
        return self.where[1]

    @property
    def answers(self) -> dict[str, Any]:
        return self.draft.answers

    @property
    def booked(self) -> tuple[str, ...]:
        """Questions by which a time is booked: at home nobody leaves them out."""
        slots = self.apply.slots
        return (slots.day, slots.part) if slots else ()

    @property
    def members(self) -> list[tuple[int, str, str, bool]]:
        """Number, name, relation, and whether it is the applicant."""
        return [
            (number, one["name"], one["relation"], one["person"] == self.affairs.person.pk)
            for number, one in enumerate(self.answers["members"])
        ]

    @cached_property
    def questions(self) -> list[Question]:
        return questions.all_of(self.apply, self.answers)

    @cached_property
    def known(self) -> list[Question]:
        return [one for one in self.questions if one.source]

    @property
    def known_groups(self) -> list[Group]:
        """What is known, of each person together; a long list shows one's own and folds others'."""
        return _grouped(self.known, self._own, self.apply.subject)

    @property
    def withheld_groups(self) -> list[Group]:
        return _grouped(self.withheld, self._own, self.apply.subject)

    @property
    def _own(self) -> tuple[str, str]:
        own = ((name, relation) for _, name, relation, is_own in self.members if is_own)
        return next(own, (self.affairs.person.name, ""))

    @cached_property
    def withheld(self) -> list[Question]:
        """What a register knows of others and tells only the staff."""
        return [one for one in self.questions if one.withheld]

    @property
    def has_seen_known(self) -> bool:
        return questions.SEEN_KNOWN in self.answers["done"] or not (self.known or self.withheld)

    @property
    def first_open(self) -> Question | None:
        """What must be answered before any register is shown."""
        found = self.next_open
        return found if found is not None and found.comes_first and self.first else None

    @cached_property
    def first(self) -> list[Question]:
        """Who it is about and whether they agree, where that is asked."""
        if not consent.is_asked(self.apply):
            return []
        return [one for one in self.asked if one.comes_first]

    @property
    def refusal(self) -> str:
        """What follows from it that somebody does not agree."""
        return consenting.follows(consent.refusers(self.answers))

    def person_of(self, place: str) -> int | None:
        """Whom a question is about, where the registers know them."""
        number, _ = questions.parts(place)
        if number is None:
            return self.draft.person_id
        found = self.answers["members"][number]["person"]
        return found if isinstance(found, int) else None

    @property
    def known_papers(self) -> list[tuple[Material, str]]:
        known = self.answers["known"]
        found = questions.papers(self.apply, self.answers)
        return [(m, known[f"material:{m.key}"]) for m in found if f"material:{m.key}" in known]

    @cached_property
    def papers(self) -> list[Material]:
        """Those that are still wanted, or can help, and can be photographed."""
        return [one for one in self._wanted if not one.on_site]

    @property
    def on_site(self) -> list[Material]:
        """What is shown or signed only where one comes in person."""
        return [one for one in self._wanted if one.on_site]

    @cached_property
    def _wanted(self) -> list[Material]:
        known = self.answers["known"]
        found = questions.papers(self.apply, self.answers)
        return [one for one in found if f"material:{one.key}" not in known]

    @cached_property
    def files(self) -> list[DraftFile]:
        return list(self.draft.files.order_by("pk"))

    @property
    def papers_shown(self) -> list[tuple[Material, list[DraftFile]]]:
        return [(one, [f for f in self.files if f.material == one.key]) for one in self.papers]

    @property
    def has_seen_papers(self) -> bool:
        return questions.SEEN_PAPERS in self.answers["done"]

    @property
    def next_open(self) -> Question | None:
        return questions.next_open(self.questions)

    @property
    def asked(self) -> list[Question]:
        return questions.to_ask(self.questions)

    @property
    def is_changed(self) -> bool:
        """Whether the item was worded anew since this was last saved."""
        return self.draft.digest != digest_of(self.item)

    def question(self, place: str) -> Question | None:
        return next((one for one in self.questions if one.place == place), None)

    @property
    def total(self) -> int:
        """Pages: what is known, the questions, the papers, and everything once more."""
        return self._has_known + len(self.asked) + bool(self.papers) + 1

    @property
    def _has_known(self) -> int:
        return int(bool(self.known or self.withheld))

    @property
    def known_number(self) -> int:
        return len(self.first) + 1

    def number_of(self, place: str) -> int:
        places = [one.place for one in self.asked]
        at = places.index(place) if place in places else len(self.first)
        return (self._has_known if at >= len(self.first) else 0) + at + 1

    def before(self, place: str) -> Question | None:
        """The question asked before this one; None: back to what is known, or it is the first."""
        places = [one.place for one in self.asked]
        at = places.index(place) if place in places else 0
        is_after_known = self._has_known and at == len(self.first)
        return self.asked[at - 1] if at > 0 and not is_after_known else None

    def follows_known(self, place: str) -> bool:
        """Whether the page before this question is that of what is known."""
        places = [one.place for one in self.first]
        return bool(self._has_known) and place not in places and self.before(place) is None

    @property
    def before_papers(self) -> Question | None:
        """The last question; None: what is known, or nothing, was the page before."""
        return self.asked[-1] if self.asked else None

    @property
    def before_known(self) -> Question | None:
        return self.first[-1] if self.first else None


def filling_of(request: HttpRequest, programme: str, name: str) -> Filling | None:
    """The open draft of the person acted for; None where there is none."""
    item, affairs = item_or_404(programme, name), affairs_of(request)
    rows = Draft.objects.filter(person=affairs.person, item=item.code, case=None)
    draft = rows.first()
    if draft is None or item.apply is None or not affairs.covers(item.code):
        return None
    if request.method == "POST" and request.POST.get("draft") != str(draft.pk):
        return None  # a page of another person's, or of one that was handed in since
    return Filling(item, item.apply, draft, affairs)


def handed_in(request: HttpRequest, programme: str, name: str) -> str:
    """The number of the case that a form sent twice has become a moment ago."""
    item, affairs = item_or_404(programme, name), affairs_of(request)
    since = clock.now() - SAME
    rows = Draft.objects.filter(person=affairs.person, item=item.code, saved_at__gte=since)
    found = rows.exclude(case=None).order_by("-pk").values_list("case__number", flat=True)
    return found.first() or ""
