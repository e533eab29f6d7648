"""A file in a browser: shown in a box that runs nothing, under a name that means nothing else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from yingzhou.core.handing_out import boxed, safe_name


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("残疾证.jpg", "image/jpeg", "残疾证.jpg"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\\\Users\\\\a.pdf", "application/pdf", "a.pdf"),
        ("page.pdf.html", "application/pdf", "page.pdf"),
        ('a";filename="evil.html', "image/png", "afilename=evil.png"),
        ("x\r\nSet-Cookie: a=b", "image/png", "xSet-Cookie a=b.png"),
        ("fdp\u202egpj.exe", "image/jpeg", "fdpgpj.jpg"),
        ("....", "image/webp", "文件.webp"),
        ("n" * 300, "application/pdf", "n" * 100 + ".pdf"),
    ],
)
def test_a_name_keeps_its_words_and_loses_what_misleads(name, kind, kept):
    assert safe_name(name, kind) == kept


def test_a_picture_is_shown_in_a_box():
    answer = boxed(HttpResponse(b"..."), "证明.jpg", "image/jpeg")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")


def test_what_is_neither_a_picture_nor_a_pdf_is_only_saved():
    answer = boxed(HttpResponse(b"<script>"), "page.html", "text/html")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="page.bin"'
