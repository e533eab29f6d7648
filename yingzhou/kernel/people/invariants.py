"""What must hold of recorded deaths and of whoever said so (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from yingzhou.core.invariants import invariant
from yingzhou.kernel.people.models import DeathReport, LifeEvent

State = DeathReport.State


@invariant("登记的死亡和报告的一致, 对不上的都有人在核实")
def deaths_stand_as_reported() -> Iterator[str]:
    """A word that stands says what the register says; one that says otherwise has its day."""
    deaths = LifeEvent.objects.filter(kind=LifeEvent.Kind.DEATH, reversed_at=None)
    wrong = deaths.exclude(person__death_date=F("on"))
    for person, on in wrong.order_by("pk").values_list("person", "on"):
        yield f"人员 {person}: 有 {on} 去世的登记, 资料上的日期不是这一天"
    reports = DeathReport.objects.order_by("pk")
    standing = reports.filter(state__in=DeathReport.STANDING)
    for one in standing.filter(~Q(event__on=F("on")) | Q(event__reversed_at__isnull=False)):
        yield f"人员 {one.person_id}: {_said(one)}, 登记的不是这一天, 或已经撤回"
    differing = reports.filter(state=State.DIFFERS)
    for one in differing.filter(Q(event__on=F("on")) | Q(event__reversed_at__isnull=False)):
        yield f"人员 {one.person_id}: {_said(one)}, 登记的就是这一天, 或已经撤回"
    for one in reports.filter(state__in=DeathReport.OPEN, due=None):
        yield f"人员 {one.person_id}: {_said(one)}, 没有核实期限, 没有人会去核实"


@invariant("没有人核实自己报的死亡")
def reports_are_settled_by_another() -> Iterator[str]:
    """Who takes their own word back settles nothing."""
    settled = DeathReport.objects.filter(state__in=[State.ADOPTED, State.REJECTED])
    own = settled.filter(reported_by__isnull=False, settled_by=F("reporter"))
    for one in own.order_by("pk"):
        yield f"人员 {one.person_id}: {_said(one)}, 报告和核实都是{one.reporter}"


def _said(report: DeathReport) -> str:
    return f"{report.get_origin_display()}报 {report.on} 去世({report.get_state_display()})"
