"""What was asked for a matter goes when the matter's file is destroyed."""

from __future__ import annotations

from django.db import transaction

from yingzhou.kernel.exchange.models import Consent, Incident, Inquiry, Request, Response


@transaction.atomic
def forget(*, about: str) -> int:
    """How many answers went; one that another matter rests on stays."""
    requests = Request.objects.filter(inquiry__about=about)
    keys = list(requests.values_list("key", flat=True))
    answers = set(requests.exclude(answer=None).values_list("answer", flat=True))
    requests.delete()
    still = set(Request.objects.filter(answer__in=answers).values_list("answer", flat=True))
    gone = Response.objects.filter(pk__in=answers - still).delete()[0]
    Incident.objects.filter(request_key__in=keys).delete()
    Inquiry.objects.filter(about=about).delete()
    Consent.objects.filter(about=about).delete()
    return gone
