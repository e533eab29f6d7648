"""医疗救助 settled at the hospital's counter: one call a bill."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yingzhou.core import clock
from yingzhou.core.money import format_fen, parse_yuan
from yingzhou.core.redaction import holds_number
from yingzhou.kernel.people.models import Person
from yingzhou.programmes.assistance.relief.bill import Bill
from yingzhou.programmes.assistance.relief.faults import NotSettled, OtherBill
from yingzhou.programmes.assistance.relief.models import Hospital, Settlement
from yingzhou.programmes.assistance.relief.selectors import settlements as found
from yingzhou.programmes.assistance.relief.selectors.statements import statement_of, sums_of
from yingzhou.programmes.assistance.relief.services import reversing, settling
from yingzhou.web.api import shapes_medical as shapes
from yingzhou.web.api.faults import Wrong
from yingzhou.web.api.problems import Problem, answered, of_list
from yingzhou.web.api.services import person_of
from yingzhou.web.api.tokens import must_be, secured

router = Router(tags=["医疗救助结算"])
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
KINDS = {word: str(kind) for kind, word in Settlement.Kind.choices}


@router.post(
    "/settlements/",
    response={201: shapes.Settled, 200: shapes.Settled},
    summary="结算一张单据",
    **secured("medical.settle"),
)
def settle(request: HttpRequest, asked: shapes.Bill) -> HttpResponse:
    """基本医保、大病(补充)保险、商业保险都结好以后用。网络断了、没有收到回答的, 原样再发一次:
    同一个单号、同一张单据, 得到同样的回答(200), 不会结算两次。"""
    hospital, client, now = _hospital(request), must_be(request), clock.now()
    if not hospital.is_open:
        raise Problem("not-settled", f"{hospital.name}已经停止结算, 请联系区民政局。")
    bill = _bill(asked)
    try:
        done = settling.settle(
            client=client, hospital=hospital, person=_patient(asked), bill=bill, at=now
        )
    except NotSettled as fault:
        settling.note_refusal(hospital=hospital, number=bill.number, fault=fault, at=now)
        raise _problem(fault) from fault
    except OtherBill as fault:
        raise Problem("bill-differs", f"{fault}。") from fault
    return _answered(done)


@router.get(
    "/settlements/",
    response=shapes.SettledPage,
    summary="本院一个月的结算",
    **secured("medical.settle"),
)
def list_settlements(
    request: HttpRequest,
    month: str = Query(max_length=7),
    after: str = Query("", max_length=200, description="上一页的 next"),
    size: int = Query(50, ge=1, le=200),
) -> shapes.SettledPage:
    page = of_list(found.of_hospital(_hospital(request), _month(month), after, size), after)
    return shapes.SettledPage(
        settlements=[shapes.Settled(**_shown(row)) for row in page.rows], next=page.after
    )


@router.get(
    "/settlements/{receipt}",
    response=shapes.Settled,
    summary="一笔结算",
    **secured("medical.settle"),
)
def one_settlement(request: HttpRequest, receipt: str) -> shapes.Settled:
    return shapes.Settled(**_shown(_own(request, receipt)))


@router.post(
    "/settlements/{receipt}/reverse",
    response={201: shapes.Settled, 200: shapes.Settled},
    summary="撤销一笔结算",
    **secured("medical.settle"),
)
def reverse(request: HttpRequest, receipt: str, asked: shapes.Reversal) -> HttpResponse:
    """限额还给患者, 总账记相反的一笔, 算在撤销的那个月。再发一次得到同样的回答(200)。"""
    row, client, now = _own(request, receipt), must_be(request), clock.now()
    if holds_number(asked.words):
        raise Problem("invalid", "有几处要改, 没有做任何事。", errors=[("words", "不能写身份证号")])
    try:
        done = reversing.reverse(
            settlement=row, words=asked.words.replace("\x00", ""), client=client, at=now
        )
    except NotSettled as fault:
        raise _problem(fault) from fault
    return _answered(done)


@router.get(
    "/statements/{month}",
    response=shapes.Month,
    summary="本院一个月的合计和清算",
    **secured("medical.settle"),
)
def one_month(request: HttpRequest, month: str) -> shapes.Month:
    hospital, first = _hospital(request), _month(month)
    sums, statement = sums_of(hospital, first), statement_of(hospital, first)
    closed_at = statement.closed_at if statement else None
    return shapes.Month(
        month=f"{first:%Y-%m}",
        settled=sums.count,
        reversed=sums.reversed_count,
        total=_yuan(sums.total),
        is_closed=closed_at is not None,
        closed_on=clock.day_of(closed_at) if closed_at else None,
    )


def _hospital(request: HttpRequest) -> Hospital:
    client = must_be(request)
    hospital = found.hospital_of(client)
    if hospital is None:
        words = f"令牌的单位“{client.organisation}”没有登记为结算医院, 请联系区民政局。"
        raise Problem("forbidden", words)
    return hospital


def _own(request: HttpRequest, receipt: str) -> Settlement:
    row = found.by_receipt(receipt).filter(hospital=_hospital(request)).first()
    if row is None:
        raise Problem("not-found", "没有这个回执号, 或不是本院的。")
    return row


def _month(text: str) -> date:
    try:
        if MONTH.fullmatch(text):
            return date.fromisoformat(f"{text}-01")
    except ValueError:
        pass
    words = "月份请写成 2026-11 的样子"
    raise Problem("invalid", "参数不对, 没有查。", errors=[("month", words)])


def _bill(asked: shapes.Bill) -> Bill:
    if holds_number(asked.number):
        words = "单号不能有 15 位以上的连续数字, 那像是身份证号; 请加字母或短横"
        raise Problem("invalid", "有几处要改, 没有做任何事。", errors=[("number", words)])
    money = ("total", "basic", "supplementary", "commercial", "own")
    return Bill(
        number=asked.number,
        kind=KINDS[asked.kind],
        since=_day(asked.since, "since"),
        until=_day(asked.until, "until"),
        **{name: parse_yuan(getattr(asked, name)) for name in money},
    )


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = "没有这一天, 日期请写成 2026-03-01 的样子"
        raise Problem("invalid", "有几处要改, 没有做任何事。", errors=[(where, words)]) from None


def _patient(asked: shapes.Bill) -> Person:
    """Also one who has died: the bill of the last stay comes afterwards."""
    try:
        return person_of(asked.patient, "patient", with_dead=True)
    except Wrong as wrong:
        words = wrong.errors[0][1]
        raise NotSettled("unknown-patient", words, wrong.errors[0][0]) from wrong


def _problem(fault: NotSettled) -> Problem:
    return Problem("not-settled", f"{fault}。", errors=[(fault.where or fault.code, str(fault))])


def _answered(done: settling.Settled) -> HttpResponse:
    body = shapes.Settled(**_shown(done.row)).model_dump(mode="json")
    headers = {"Idempotency-Replayed": "true"} if done.replayed else {}
    return answered(body, 200 if done.replayed else 201, headers)


def _shown(row: Settlement) -> dict[str, Any]:
    left = row.cap_left
    return {
        "receipt": row.receipt,
        "number": row.number,
        "kind": row.get_kind_display(),
        "since": row.since,
        "until": row.until,
        "category": row.category,
        "assistance": _yuan(row.paid),
        "left_to_pay": _yuan(row.left),
        "cap_left": None if left is None else _yuan(left),
        "why": row.why,
        "settled_at": row.made_at.astimezone(clock.ZONE).replace(microsecond=0),
        "reverses": row.reverses.receipt if row.reverses else None,
        "reversed_by": row.reversal.receipt if row.reversed_at else None,
    }


def _yuan(fen: int) -> str:
    return format_fen(fen).replace(",", "")
