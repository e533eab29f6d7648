"""An application that is being filled in, as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from yingzhou.core import clock
from yingzhou.kernel.cases import questions
from yingzhou.kernel.cases.models import Draft, DraftFile
from yingzhou.kernel.cases.questions import Question
from yingzhou.kernel.catalogue.items import Apply, Item, Material
from yingzhou.kernel.catalogue.versions import digest_of
from yingzhou.web.portal.affairs import Affairs, affairs_of
from yingzhou.web.portal.entering import item_or_404

SAME = timedelta(hours=2)
"""A form that is sent again within this time meant the same application."""


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
    def known_papers(self) -> list[tuple[Material, str]]:
        known = self.answers["known"]
        found = questions.papers(self.apply, self.answers)
        return [(m, known[f"material:{m.key}"]) for m in found if f"material:{m.key}" in known]

    @cached_property
    def papers(self) -> list[Material]:
        """Those that are still wanted, or can help."""
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
        return bool(self.known) + len(self.asked) + bool(self.papers) + 1

    def number_of(self, place: str) -> int:
        places = [one.place for one in self.asked]
        return bool(self.known) + (places.index(place) if place in places else 0) + 1

    def before(self, place: str) -> Question | None:
        """The question asked before this one; None: back to what is known."""
        places = [one.place for one in self.asked]
        at = places.index(place) if place in places else 0
        return self.asked[at - 1] if at > 0 else None


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
