"""What must hold of every question that was asked outside (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from yingzhou.core.invariants import invariant
from yingzhou.kernel.exchange.models import Inquiry, Request, Response


@invariant("没有本人同意, 没有向外面问过")
def nobody_asked_without_consent() -> Iterator[str]:
    """The consent is theirs, for this matter, and was not withdrawn before it went out."""
    sent = Request.objects.filter(sent_at__isnull=False)
    wrong = (
        ~Q(consent__person=F("person"))
        | ~Q(consent__about=F("inquiry__about"))
        | Q(consent__withdrawn_at__lt=F("sent_at"))
        | Q(consent__given_at__gt=F("sent_at"))
    )
    for row in sent.filter(wrong).order_by("pk"):
        yield f"{row}: 第 {row.pk} 个请求"


@invariant("外部核对的答复都是问过的, 说的是同一个人")
def answers_were_asked_for() -> Iterator[str]:
    asked = Request.objects.filter(
        key=OuterRef("request_key"), person=OuterRef("person"), provider=OuterRef("provider")
    )
    for row in Response.objects.filter(~Exists(asked)).order_by("pk"):
        yield f"{row}: 没有对应的请求"
    theirs = Q(answer__person=F("person"), answer__provider=F("provider"))
    for one in Request.objects.filter(state="answered").exclude(theirs).order_by("pk"):
        yield f"{one}: 用的是别人的答复"


@invariant("核完的外部核对没有还在等的请求")
def complete_is_complete() -> Iterator[str]:
    done = Inquiry.objects.filter(complete_at__isnull=False)
    for row in done.filter(requests__state="waiting").distinct().order_by("pk"):
        yield f"{row}: 还有请求在等"
    open_ = Inquiry.objects.filter(complete_at=None).exclude(requests__state="waiting")
    for row in open_.order_by("pk"):
        yield f"{row}: 都有结果了, 却没有标为核完"
