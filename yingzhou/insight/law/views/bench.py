"""The workbench: a household is typed, pasted or taken from an example, and computed at once.

Nothing is stored and nothing stands in the address: the sheet travels with the form.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.insight.law.selectors import answer, choices, expected, fields, sheet_file, worked
from yingzhou.insight.law.selectors.sheet import Sheet, changed, posted
from yingzhou.insight.law.selectors.things import address, is_paid, rule_of, summary
from yingzhou.kernel.catalogue.book import book, this_month
from yingzhou.policy.faults import Fault, PolicyError
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED


@requires("policy.view")
@require_http_methods(["GET", "HEAD", "POST"])
def bench(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, *_opened(request))
    sheet = posted(request.POST.dict())
    action = request.POST.get("do", "")
    if action == "load":
        return _page(request, *_loaded(request, sheet))
    if action == "download":
        return _file(sheet)
    return _page(request, changed(sheet, action), [], "")


def _opened(request: HttpRequest) -> tuple[Sheet, list[Fault], str]:
    """By address: a rule and a month, or a worked example."""
    rule, at = request.GET.get("rule", ""), request.GET.get("at", "") or str(this_month())
    code = request.GET.get("example", "")
    if not code:
        return Sheet(rule=rule, at=at), [], ""
    entry = worked.entry_of(code)
    if entry is None:
        return Sheet(rule=rule, at=at), [Fault("例子", 0, f"没有例子“{code}”")], ""
    sheet = sheet_file.sheet_of(entry)
    sheet.rule = rule or _first(entry.get("expect", {}))
    return sheet, [], ""


def _loaded(request: HttpRequest, sheet: Sheet) -> tuple[Sheet, list[Fault], str]:
    """A pasted text or a file; with faults the form stays as it was and the text is kept."""
    text = request.POST.get("yaml", "")
    file = request.FILES.get("file")
    if file is not None:
        text = file.read(4 * sheet_file.LARGEST + 4).decode("utf-8", "replace")
    try:
        found, expect = sheet_file.read(text)
    except PolicyError as error:
        return sheet, list(error.faults), text
    found.rule = sheet.rule or _first(expect)
    found.at = found.at or sheet.at or str(this_month())
    return found, [], ""


def _first(expect: Any) -> str:
    """The rule that an example is about: what is paid, else the first that it expects."""
    found = []
    for name in expect:
        try:
            found.append(book().find(str(name)))
        except KeyError:
            continue
    found.sort(key=lambda key: not is_paid(key))
    return ".".join(found[0]) if found else ""


def _file(sheet: Sheet) -> HttpResponse:
    made = answer.computed(sheet)
    text = "\n".join([made.written.text.rstrip("\n"), *expected.expected(made)]) + "\n"
    found = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    found["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(sheet.title)}.yaml"
    return found


def _page(request: HttpRequest, sheet: Sheet, faults: list[Fault], text: str) -> HttpResponse:
    today = clock.today()
    context: dict[str, Any] = {
        "sheet": sheet,
        "file_faults": faults,
        "pasted": text,
        "names": choices.names(today),
        "sections": choices.sections(today) if not sheet.rule else (),
        "digest": book().digest[:12],
    }
    if sheet.rule:
        context |= _computed(sheet)
    template = "law/_bench.html" if request.htmx else "law/try.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _computed(sheet: Sheet) -> dict[str, Any]:
    made = answer.computed(sheet)
    asked: fields.Asked = {HOUSEHOLD: [], PERSON: [], OBLIGOR: [], REGISTERED: []}
    by_register = False
    if made.key is not None and made.law is not None:
        try:
            asked = fields.asked(made.law, made.key)
            by_register = fields.by_register(made.law, made.key)
        except PolicyError as error:
            made.faults += error.faults
    return {
        "computed": made,
        "faults": [(fault, _input(made.slot_of(fault))) for fault in made.faults],
        "form": fields.form(sheet, asked, made.errors, by_register),
        "summary": summary(made.key, made.law.day) if made.key and made.law else "",
        "rule_url": address(rule_of(made.key)) if made.key else "",
    }


def _input(slot: str) -> str:
    """The id of the input for a slot of the sheet."""
    return f"f-{slot.replace(':', '-')}" if slot else ""
