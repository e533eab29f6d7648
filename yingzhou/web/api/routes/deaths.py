"""Deaths as other offices' systems learn of them: hospitals, police, the data platform."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.core.redaction import holds_number
from yingzhou.core.timeline import Refused
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.accounts.services import Answer
from yingzhou.kernel.people.models import DeathReport
from yingzhou.kernel.people.selectors.deaths import of_office
from yingzhou.kernel.people.services import (
    Post,
    origin_of,
    report_death,
    said_before,
    withdraw_report,
)
from yingzhou.programmes.assistance.relief.selectors import settlements
from yingzhou.web.api import shapes_deaths as shapes
from yingzhou.web.api.faults import Wrong
from yingzhou.web.api.keyed import KEY, keyed
from yingzhou.web.api.problems import Problem, of_list
from yingzhou.web.api.services import person_of
from yingzhou.web.api.tokens import must_be, secured

router = Router(tags=["死亡信息"])


@router.post(
    "/",
    response={201: shapes.Report, 200: shapes.Report},
    summary="报送一个人去世",
    **secured("deaths.report"),
)
def report(request: HttpRequest, asked: shapes.Death, idempotency_key: str = KEY) -> HttpResponse:
    """第一个来源随即登记, 发给本人的钱从去世的次月起停; 别的来源记在旁边, 日期不一样的由乡镇核实。
    每天整批重送也可以: 报过的得到原来的回执(200)。"""
    client, now = must_be(request), clock.now()

    def work() -> Answer:
        try:
            person = person_of(asked.person, "person", with_dead=True)
            on, post = _day(asked.on), _post(client)
            before = said_before(person, on, post)
            if before is not None:
                return Answer(200, _shown(before))
            made = report_death(
                person=person, evidence=_text(asked.evidence, "evidence"),
                on=on, post=post, actor=Actor.of(client.user), at=now,
            )  # fmt: skip
        except Wrong as wrong:
            return _refused(Problem("invalid", "有几处要改, 没有做任何事。", errors=wrong.errors))
        except Refused as refusal:
            return _refused(Problem("invalid", "没有登记。", errors=[("on", str(refusal))]))
        return Answer(201, _shown(made))

    return keyed(request, idempotency_key, asked.model_dump(), work)


@router.get("/", response=shapes.Reports, summary="本单位报过的", **secured("deaths.report"))
def list_reports(
    request: HttpRequest,
    after: str = Query("", max_length=200, description="上一页的 next"),
    size: int = Query(50, ge=1, le=200),
) -> shapes.Reports:
    post = _post(must_be(request))
    page = of_list(of_office(post.origin, post.office, after, size), after)
    rows = [shapes.Report(**_shown(row)) for row in page.rows]
    return shapes.Reports(reports=rows, next=page.after)


@router.get("/{receipt}", response=shapes.Report, summary="一条的结果", **secured("deaths.report"))
def one_report(request: HttpRequest, receipt: str) -> shapes.Report:
    return shapes.Report(**_shown(_own(request, receipt)))


@router.post(
    "/{receipt}/withdraw", response=shapes.Report, summary="撤回一条", **secured("deaths.report")
)
def withdraw(
    request: HttpRequest, receipt: str, asked: shapes.Withdrawal, idempotency_key: str = KEY
) -> HttpResponse:
    """报错了人的, 用这个撤回; 已经登记的, 由乡镇核实后改回, 停了的钱补发。"""
    client, now, row = must_be(request), clock.now(), _own(request, receipt)

    def work() -> Answer:
        try:
            words = _text(asked.words, "words")
            done = withdraw_report(report=row, reason=words, actor=Actor.of(client.user), at=now)
        except Wrong as wrong:
            return _refused(Problem("invalid", "没有撤回。", errors=wrong.errors))
        except Refused as refusal:
            return _refused(Problem("not-now", f"{refusal}。"))
        return Answer(200, _shown(done))

    return keyed(request, idempotency_key, asked.model_dump(), work)


def _post(client: ApiClient) -> Post:
    """A registered hospital is one whatever it is called."""
    if settlements.hospital_of(client) is not None:
        return Post(DeathReport.Origin.HOSPITAL, client.organisation)
    return Post(origin_of(client.organisation), client.organisation)


def _own(request: HttpRequest, receipt: str) -> DeathReport:
    post = _post(must_be(request))
    own = DeathReport.objects.filter(origin=post.origin, office=post.office)
    row = own.filter(pk=int(receipt)).first() if _is_receipt(receipt) else None
    if row is None:
        raise Problem("not-found", "没有这个回执号, 或不是本单位报的。")
    return row


def _is_receipt(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 15


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(("on", "没有这一天, 日期请写成 2026-03-01 的样子")) from None


def _text(text: str, where: str) -> str:
    if holds_number(text):
        raise Wrong((where, "不能写身份证号"))
    return text.replace("\x00", "").strip()


def _refused(problem: Problem) -> Answer:
    return Answer(problem.status, problem.body())


def _shown(row: DeathReport) -> dict[str, Any]:
    """What the register says otherwise is not told to a system."""
    at = row.reported_at.astimezone(clock.ZONE).replace(microsecond=0)
    return {
        "receipt": str(row.pk),
        "on": row.on.isoformat(),
        "reported_at": at.isoformat(),
        "state": str(row.state),
        "words": str(row.get_state_display()),
        "settled_by": row.due.isoformat() if row.due else None,
    }
