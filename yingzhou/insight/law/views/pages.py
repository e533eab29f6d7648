"""A rule, a parameter, a fact: one page each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.insight.law.selectors import drawing, figure, graph, worked
from yingzhou.insight.law.selectors import fact as facts
from yingzhou.insight.law.selectors import rule as rules
from yingzhou.insight.law.selectors.things import rule_of


@requires("policy.view")
@require_safe
def rule(request: HttpRequest, entity: str, name: str) -> HttpResponse:
    """An old name leads to the rule that took its place."""
    key = rules.find(entity, name)
    if key is None:
        raise Http404(f"没有规则“{entity}.{name}”")
    if key[1] != name:
        return redirect("law:rule", *key)
    day = clock.today()
    page = rules.page(key, day)
    around = graph.around(rule_of(key), day)
    examples, faults = worked.mentioning(key)
    context = {
        "page": page,
        "graph": around,
        "drawing": drawing.draw(around, f"{page.shown.rule.heading.shown}: 依据什么, 被谁用到"),
        "examples": examples,
        "own": [one for one in examples if one.code.startswith(f"{page.folder}/")],
        "others": [one for one in examples if not one.code.startswith(f"{page.folder}/")],
        "faults": faults,
        "failed": sum(1 for one in examples if not one.holds),
    }
    return render(request, "law/rule.html", context)


@requires("policy.view")
@require_safe
def parameter(request: HttpRequest, name: str) -> HttpResponse:
    page = figure.page(name, clock.today())
    if page is None:
        raise Http404(f"没有参数“{name}”")
    return render(request, "law/parameter.html", {"page": page})


@requires("policy.view")
@require_safe
def fact(request: HttpRequest, entity: str, name: str) -> HttpResponse:
    page = facts.page(entity, name, clock.today())
    if page is None:
        raise Http404(f"没有事实“{entity}.{name}”")
    return render(request, "law/fact.html", {"page": page})
