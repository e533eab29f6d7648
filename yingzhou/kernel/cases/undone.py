"""What of a request for more has not come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent, lines
from yingzhou.kernel.cases.models import Case, Correction, Document
from yingzhou.kernel.catalogue.items import Apply

OTHER = "other"


def undone(
    apply: Apply, case: Case, asked: Correction, documents: Iterable[Document] | None = None
) -> list[str]:
    """Its lines: questions that are still open, papers that nobody brought since. ``documents``:
    the case's files, where they were read already; else one query."""
    if documents is None:
        documents = case.documents.filter(removed_at=None, added_at__gte=asked.asked_at)
    came = {one.material for one in documents if one.added_at >= asked.asked_at}
    came |= set(case.answers.get("papers", ()))
    questions, open_ = set(_questions(apply, case)), set(forms.missing(apply.form, case.answers))
    open_ |= set(consent.lines(apply, case.answers))
    papers = {one.name: one.key for one in apply.materials}
    slips = {f"{one['name']}: {consent.PAPER}" for one in case.answers.get("members", ())}
    found = []
    for number, line in enumerate(asked.lines):
        if line in questions:
            is_done = line not in open_
        elif line in papers:
            is_done = papers[line] in came
        else:
            is_done = OTHER in came or lines.key_of(asked, number) in came
            is_done = is_done or (line in slips and line not in open_)
        if not is_done:
            found.append(line)
    return found


def _questions(apply: Apply, case: Case) -> Iterator[str]:
    """As :func:`answers.missing` calls them."""
    members = case.answers.get("members", ())
    for field in apply.form:
        if field.each:
            yield from (f"{one['name']}: {field.label}" for one in members)
        else:
            yield field.label
