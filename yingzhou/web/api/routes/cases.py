"""Cases of a client: open, look after, hand in papers, answer, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.accounts.services import Answer
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, Moved, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.web.api import selectors, services, shapes
from yingzhou.web.api.faults import NotNow, Wrong
from yingzhou.web.api.keyed import KEY, keyed
from yingzhou.web.api.problems import Problem, of_list
from yingzhou.web.api.tokens import must_be, secured

router = Router(tags=["办件"])


@router.get("/", response=shapes.Cases, summary="自己递交的办件", **secured("cases.read"))
def list_cases(
    request: HttpRequest,
    after: str = Query("", max_length=200, description="上一页的 next"),
    size: int = Query(50, ge=1, le=200),
) -> shapes.Cases:
    page = of_list(selectors.cases_page(must_be(request), after, size), after)
    rows = [shapes.CaseBrief(**selectors.brief(case)) for case in page.rows]
    return shapes.Cases(cases=rows, next=page.after)


@router.get("/{number}", response=shapes.Case, summary="办到哪一步", **secured("cases.read"))
def one_case(request: HttpRequest, number: str) -> shapes.Case:
    return _state(_own(request, number))


@router.post("/", response={201: shapes.Case}, summary="递交申请", **secured("cases.write"))
def open_case(
    request: HttpRequest, asked: shapes.NewCase, idempotency_key: str = KEY
) -> HttpResponse:
    """申请人按身份证号和姓名找到; 登记里已经知道的不用填。返回的 number 就是办件编号。"""
    client, now = must_be(request), clock.now()

    def work() -> Answer:
        made = services.open_case(client=client, asked=asked, at=now)
        return Answer(201, _json(_state(made)))

    return _once(request, idempotency_key, asked.model_dump(), work)


@router.post(
    "/{number}/documents",
    response={201: shapes.Document},
    summary="补交一份材料",
    **secured("cases.write"),
)
def add_document(
    request: HttpRequest,
    number: str,
    material: str = Form(max_length=40, description="材料的 key, 或 other"),
    file: UploadedFile = File(description="照片(JPG、PNG、WebP)或 PDF, 最多 10 MB"),
    idempotency_key: str = KEY,
) -> HttpResponse:
    client, now = must_be(request), clock.now()
    case = _own(request, number)
    content = {"material": material, "file": sha256(file.read()).hexdigest()}
    file.seek(0)

    def work() -> Answer:
        made = services.add_document(case=case, client=client, material=material, file=file, at=now)
        return Answer(201, _json(selectors.document(made)))

    return _once(request, idempotency_key, content, work)


@router.post("/{number}/supply", response=shapes.Case, summary="补正", **secured("cases.write"))
def supply(
    request: HttpRequest, number: str, asked: shapes.Supply, idempotency_key: str = KEY
) -> HttpResponse:
    """收到补正告知(corrections)以后用: 先补交材料, 再用这个说明补齐了。"""
    client, now = must_be(request), clock.now()
    case = _own(request, number)

    def work() -> Answer:
        done = services.supply(case=case, client=client, asked=asked, at=now)
        return Answer(200, _json(_state(done)))

    return _once(request, idempotency_key, asked.model_dump(), work)


@router.post("/{number}/withdraw", response=shapes.Case, summary="撤回", **secured("cases.write"))
def withdraw(
    request: HttpRequest, number: str, asked: shapes.Withdrawal, idempotency_key: str = KEY
) -> HttpResponse:
    client, now = must_be(request), clock.now()
    case = _own(request, number)

    def work() -> Answer:
        done = services.withdraw(case=case, client=client, words=asked.words, at=now)
        return Answer(200, _json(_state(done)))

    return _once(request, idempotency_key, asked.model_dump(), work)


def _own(request: HttpRequest, number: str) -> Case:
    found = selectors.case_of(must_be(request), number)
    if found is None:
        raise Problem("not-found", "没有这个编号的办件, 或不是由您的系统递交的。")
    return found


def _state(case: Case) -> shapes.Case:
    may = ["documents"] if case.is_open else []
    may += ["supply" if way.corrects else "withdraw" for way in services.ways(case)]
    return selectors.state(case, may)


def _json(shape: Schema) -> Any:
    return shape.model_dump(mode="json")


def _once(request: HttpRequest, key: str, content: Any, work: Callable[[], Answer]) -> HttpResponse:
    client = must_be(request)
    return keyed(request, key, content, lambda: _answer(client, work))


def _answer(client: ApiClient, work: Callable[[], Answer]) -> Answer:
    try:
        with transaction.atomic():
            return work()
    except Wrong as wrong:
        problem = Problem("invalid", "有几处要改, 没有做任何事。", errors=wrong.errors)
    except Duplicate as found:
        problem = _duplicate(client, found)
    except (Moved, NotNow) as fault:
        problem = Problem("not-now", str(fault))
    except CaseFault as fault:
        problem = Problem("invalid", "没有做任何事。", errors=[("", one) for one in fault.lines])
    except NotYours as fault:
        problem = Problem("not-now", str(fault))
    return Answer(problem.status, problem.body())


def _duplicate(client: ApiClient, found: Duplicate) -> Problem:
    """Its number is told only to whoever opened it."""
    number = found.number if selectors.case_of(client, found.number) else ""
    return Problem("duplicate", "这位申请人的这件事已经在办, 不用重新申请。", number=number)
