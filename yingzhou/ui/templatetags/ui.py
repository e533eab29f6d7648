"""Filters and tags of every template (a builtin: no ``{% load %}`` needed)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from yingzhou.core import workdays
from yingzhou.core.money import format_fen
from yingzhou.core.spells import FOREVER
from yingzhou.ui import sparklines, states

register = template.Library()


@register.filter
def thousands(value: Any) -> str:
    """``1234`` as ``1,234``; what is not a number stays as it is, None becomes a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


@register.filter
def fen(value: int | None) -> str:
    """Whole fen as yuan with two places."""
    return "—" if value is None else format_fen(value)


@register.filter
def span(row: Any) -> str:
    """The time a spell holds, last day included: “2020-07-01 起” or “2020-07-01 至 2023-06-30”."""
    start: date = row.valid_from
    if row.valid_to >= FOREVER:
        return f"{start.isoformat()} 起"
    last = date.fromordinal(row.valid_to.toordinal() - 1)
    return f"{start.isoformat()} 至 {last.isoformat()}"


@register.filter
def tentative(day: date | None, how: str = "") -> str:
    """Beside a promised day of a year whose holidays are not announced yet; ``short`` in lists."""
    said = workdays.tentative(day)
    return f"({'预计' if how == 'short' else said})" if said else ""


@register.simple_tag(takes_context=True)
def query(context: Any, param: str = "", value: Any = None, **changes: Any) -> str:
    """The query of this address with some parameters changed; empty values are dropped.

    ``{% query town=node.code after='' %}``, or ``param``/``value`` where the name is a variable.
    Without changes of its own a new filter starts at the first page: pass ``after=''``.
    """
    request = context.get("request")
    params = request.GET.copy() if request is not None else QueryDict(mutable=True)
    if param:
        changes[param] = value
    for name, new in changes.items():
        if new in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(new)
    return params.urlencode()


@register.simple_tag
def sparkline(
    values: Sequence[float | None], target: float | None = None, label: str = "走势"
) -> SafeString:
    """A small line with the target dashed; gaps where a value is missing."""
    return sparklines.render(values, target, label)


@register.simple_tag
def state_badge(state: str, label: str = "") -> SafeString:
    """met 已达标 / on_pace 按进度 / behind 落后 / unknown 缺数据: word, shape and colour."""
    return states.badge(state, label)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input of a form field, dressed for this design."""
    kind = type(field.field.widget)
    if issubclass(kind, forms.CheckboxInput):
        style = "form-check-input"
    elif issubclass(kind, forms.Select):
        style = "form-select"
    else:
        style = "form-control"
    if field.errors:
        style += " is-invalid"
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{own} {style}".strip()})


@register.simple_tag
def json_in(value: Any, name: str) -> SafeString:
    """``value`` as data for the script of the chart called ``name``."""
    return json_script(value, f"chart-{name}")


@register.filter
def mark(text: str, term: str) -> SafeString:
    """``text`` with the searched ``term`` highlighted."""
    if not term:
        return format_html("{}", text)
    parts = re.split(f"({re.escape(term)})", str(text), flags=re.IGNORECASE)
    pieces = [format_html("<mark>{}</mark>" if i % 2 else "{}", p) for i, p in enumerate(parts)]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
