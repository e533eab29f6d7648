"""A case's own household visit: at which stages it is asked for, with which questions, and which
step it takes when both visitors have signed."""

from __future__ import annotations

from yingzhou.kernel.cases import changed
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Item, Process, Transition
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.visits.files import Form, Kind, forms, kinds
from yingzhou.kernel.visits.models import Visit

PREFIX, KIND = "case:", "case"
ROUND = "round:"
"""Of what is asked for again and again because a case decided so."""
WHEN, WHO = "visited_on", "visitors"
"""What a step of a household visit asks beside what was found; the visit itself knows them."""
PHOTOS = 6
TWO = "two_people"


def way_at(process: Process, stage: str) -> Transition | None:
    """The step by which a household visit is put down at this stage: the first that asks when and
    by whom it was visited."""
    return next(
        (
            way
            for way in process.ways_from(stage)
            if {WHEN, WHO} <= {field.key for field in way.asks}
        ),
        None,
    )


def is_visited(item: Item) -> bool:
    """Whether the applicant is whom the visit is about; a reporter is not."""
    apply = item.apply
    return apply is not None and not (apply.secret or apply.about or apply.home)


def asked_by(case: int, stage: str, seq: int) -> str:
    return f"{PREFIX}{case}:{stage}:{seq}"


def parts(visit: Visit) -> tuple[int, str] | None:
    """The case and the stage for which it was asked."""
    if visit.kind != KIND or not visit.asked_by.startswith(PREFIX):
        return None
    _, case, stage, _ = visit.asked_by.split(":")
    return int(case), stage


def case_of(visit: Visit) -> Case | None:
    """The case for which it was asked; one query, kept on the object."""
    found = parts(visit)
    if found is None:
        return None
    if not hasattr(visit, "_case"):
        rows = Case.objects.select_related("version", "applicant")
        visit._case = rows.get(pk=found[0])  # type: ignore[attr-defined]
    return visit._case  # type: ignore[attr-defined]


def way_of(visit: Visit) -> Transition | None:
    case, found = case_of(visit), parts(visit)
    if case is None or found is None:
        return None
    item = item_of_version(case.version)
    return way_at(item.apply.process, found[1]) if item.apply else None


def kind_of(visit: Visit) -> Kind:
    """As the files say today; of a kind that is gone, with nothing to follow."""
    return kinds().get(visit.kind) or Kind(visit.kind, visit.kind, "", visit.role, visit.data)


def form_of(visit: Visit) -> Form:
    """The questions of a visit today: its kind's, or those of the case's step."""
    way = way_of(visit)
    if way is None:
        return forms().get(kind_of(visit).form) or Form("note", "1", "走访记录", ())
    case = case_of(visit)
    assert case is not None  # noqa: S101 - it has a way
    return _of_way(case.version, way.key)


def _of_way(version: ItemVersion, key: str) -> Form:
    item = item_of_version(version)
    assert item.apply is not None  # noqa: S101 - it has a way
    way = item.apply.process.transitions[key]
    asked = changed.asked(way, is_waiting=False)  # that is written at the desk
    fields = tuple(field for field in asked if field.key not in (WHEN, WHO))
    return Form(f"case:{item.code}:{key}", version.digest[:16], way.name, fields, "", PHOTOS)
