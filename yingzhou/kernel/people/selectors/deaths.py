"""Who said that somebody has died, and what is still to be found out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import DeathReport, LifeEvent, Person

from .preview import AFTER_A_DEATH, death_follows, reversal_follows
from .scope import within

SIZE = 30


def to_settle(scope_ids: Collection[int] | None, day: date, cursor: str) -> Page:
    """What somebody has to find out of people in scope, what is due first at the top."""
    open_ones = DeathReport.objects.filter(due__isnull=False)
    return _page(_within(open_ones, scope_ids, day), ["due", "id"], cursor)


def reported(scope_ids: Collection[int] | None, day: date, cursor: str) -> Page:
    """All reports about people in scope, newest first."""
    return _page(_within(DeathReport.objects.all(), scope_ids, day), ["-id"], cursor)


def of_office(origin: str, office: str, cursor: str, size: int = SIZE) -> Page:
    """What this office itself has reported, newest first."""
    said = DeathReport.objects.filter(origin=origin, office=office)
    return _page(said, ["-id"], cursor, size)


def _within(
    rows: QuerySet[DeathReport], scope_ids: Collection[int] | None, day: date
) -> QuerySet[DeathReport]:
    if scope_ids is None:
        return rows
    whose = Person.objects.filter(pk=OuterRef("person"))
    return rows.filter(Exists(within(whose, scope_ids, day)))


def _page(rows: QuerySet[DeathReport], order: list[str], cursor: str, size: int = SIZE) -> Page:
    return keyset(rows.select_related("person", "event"), order, cursor, size)


def reports_behind(event: LifeEvent) -> list[DeathReport]:
    """Every source's word on this death, also those that say another day or were taken back."""
    said = DeathReport.objects.filter(person=event.person_id)
    return list(said.order_by("reported_at", "pk"))


def person_called(number: str, name: str) -> Person | None:
    """Whom both mean. ValueError (Chinese) where it cannot be an identity number."""
    digest = identity.search_digest(identity.validate(number))
    found = Person.objects.filter(id_digest=digest).first()
    return found if found is not None and found.name == "".join(name.split()) else None


def months_between(one: date, other: date) -> int:
    """By how many months' payments two days of death differ: payment ends with the month."""
    return abs((one.year - other.year) * 12 + one.month - other.month)


def settling_told(report: DeathReport) -> list[str]:
    """What is known on both sides, for who has to find out."""
    told = [
        f"{report.get_origin_display()}({report.office}) {report.reported_at:%Y-%m-%d} 报:"
        f" {report.on} 去世, 凭据: {report.evidence}"
    ]
    if report.state == DeathReport.State.WITHDRAWN:
        told.append(f"这个来源后来撤回了自己的话: {report.reason}; 没有别的来源")
    elif report.event is not None:
        event = report.event
        told.append(f"登记的是 {event.on} 去世({event.source}, {event.recorded_at:%Y-%m-%d} 登记)")
        months = months_between(event.on, report.on)
        told.append(
            f"两天不在同一个月, 按哪一天算, 发给本人的钱差 {months} 个月" if months
            else "两天在同一个月, 发给本人的钱不受影响"
        )  # fmt: skip
    else:
        told.append(f"还没有登记: {report.reason}")
    return told


def settling_choices(report: DeathReport) -> tuple[str, str]:
    """The two answers, as they stand beside the buttons."""
    if report.state == DeathReport.State.WITHDRAWN:
        return "人确实去世了, 登记照旧", "人没有去世, 撤回登记"
    if report.event is not None:
        return f"{report.on} 是对的, 改按这一天登记", f"登记的 {report.event.on} 是对的"
    return f"人确实在 {report.on} 去世了, 照此登记", "这一条不对, 不登记"


def settling_follows(report: DeathReport, is_true: bool) -> list[str]:
    """What each answer does."""
    if report.state == DeathReport.State.WITHDRAWN:
        if is_true or report.event is None:
            return ["登记不变"]
        return ["死亡登记撤回", *reversal_follows(report.event), "停了的钱、走访等一并恢复"]
    if not is_true:
        return ["登记不变; 报的单位能看到这条没有采用"]
    if report.event is None:
        return death_follows(report.person, report.on)
    return [
        f"{report.event.on} 的登记撤回, 随即按 {report.on} 重新登记",
        "多停的月份补发, 多发的立案追回",
        *AFTER_A_DEATH,
    ]
