"""What an applicant brings to a counter after the case was taken in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services import corrections, documents
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.undone import undone
from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.web.desk.selectors import fields
from yingzhou.web.desk.selectors.opening import Opened, case_of
from yingzhou.web.desk.selectors.step import missing_of

MOST_MEMBERS = 30


@dataclass(frozen=True)
class Brought:
    """Answers as typed, papers whose originals were seen, files by material."""

    values: Mapping[str, Any]
    members: Mapping[int, Mapping[str, Any]]
    papers: list[str]
    files: Mapping[str, list[UploadedFile]] = field(default_factory=dict)
    signed: frozenset[int] = frozenset()


def brought(apply: Apply, post: QueryDict, files: MultiValueDict[str, UploadedFile]) -> Brought:
    """What stands in the form; empty inputs bring nothing."""
    each = list(fields.plain(apply.form, each=True))
    members = {
        number: _said(fields.taken(each, f"m{number}", post)) for number in range(MOST_MEMBERS)
    }
    return Brought(
        values=_said(fields.taken(fields.plain(apply.form), fields.FORM, post)),
        members={number: said for number, said in members.items() if said},
        papers=post.getlist("paper"),
        files=files_of(apply, files),
        signed=signed(post),
    )


def signed(post: QueryDict, name: str = "signed") -> frozenset[int]:
    """Members, by number, whose signed consent was ticked."""
    ticked = post.getlist(name)
    return frozenset(int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 4)


def files_of(
    apply: Apply, files: MultiValueDict[str, UploadedFile]
) -> dict[str, list[UploadedFile]]:
    names = {one.key: files.getlist(f"file-{one.key}") for one in apply.materials}
    return {key: found for key, found in names.items() if found}


def _said(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in typed.items() if value not in ("", [])}


def complete(
    *, opened: Opened, brought: Brought, user: User, at: datetime, seen: int | None
) -> list[str]:
    """Keeps what came; where the case waited for it and nothing is lacking any more, it goes back
    to work. What is still lacking, in words."""
    case = opened.case
    if brought.values or brought.members or brought.papers or brought.signed:
        corrections.complete(
            case=case.pk,
            user=user,
            values=brought.values,
            members=brought.members,
            papers=brought.papers,
            signed=brought.signed,
        )
    faults = _kept(opened, brought, user, at)
    if faults:
        raise CaseFault(*faults)
    return go_back(opened=opened, user=user, at=at, seen=seen)


def go_back(*, opened: Opened, user: User, at: datetime, seen: int | None) -> list[str]:
    """Where the case waits for its applicant and nothing is lacking any more, it goes back to work
    by itself. What is still lacking, in words."""
    case = opened.case
    now = case_of(case.number, opened.today)
    assert now is not None  # noqa: S101 - it was there a moment ago
    lacks = missing_of(now, list(case.documents.filter(removed_at=None))).lines
    waiting = now.case.corrections.filter(answered_at=None).last()
    if waiting is not None:
        lacks = list(dict.fromkeys([*lacks, *undone(now.apply, now.case, waiting)]))
    way = next(
        (one for one in now.apply.process.ways_from(case.stage) if one.corrects == "answer"), None
    )
    if not lacks and way is not None and case.by == APPLICANT:
        advance(case=case.pk, transition=way.key, user=user, at=at, seen=seen)
    return lacks


def _kept(opened: Opened, brought: Brought, user: User, at: datetime) -> list[str]:
    """Every file that can be kept is; what is wrong with the others, in words."""
    faults: list[str] = []
    for material, found in brought.files.items():
        for file in found:
            try:
                documents.add(case=opened.case.pk, material=material, file=file, user=user, at=at)
            except CaseFault as fault:
                faults += [f"{file.name}: {line}" for line in fault.lines]
    return faults
