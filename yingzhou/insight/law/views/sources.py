"""What the codes beside figures and rules stand for, searched as one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.insight.law.selectors import origins

LONGEST = 60


@requires("policy.view")
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:LONGEST]
    return render(request, "law/sources.html", {"page": origins.page(text), "text": text})
