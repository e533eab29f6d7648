"""Codes of sources ([S:W1], [K], 事实库 a.1) as links to what they stand for."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yingzhou.kernel.catalogue.sources import Entry, Piece, pieces

register = template.Library()


@register.filter
def cited(text: str) -> SafeString:
    """``text`` escaped, with a link on every known code; an unknown one stays plain words."""
    address = reverse("law:sources")
    return format_html_join("", "{}", ((_shown(piece, address),) for piece in pieces(str(text))))


def _shown(piece: Piece, address: str) -> str:
    return piece.text if piece.entry is None else _link(piece.text, piece.entry, address)


def _link(text: str, entry: Entry, address: str) -> SafeString:
    where = f"{entry.title} · {entry.published}" if entry.published else entry.title
    return format_html(
        '<a class="law-cite" href="{}#{}" title="{}">{}</a>', address, entry.anchor, where, text
    )
