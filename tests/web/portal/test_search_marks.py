"""What a line of a search says of where something is done."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_what_the_district_alone_begins_sends_nobody_to_a_counter():
    page = Client().get("/services/", {"q": "停发低保听取意见"}).content.decode()
    line = page.partition('href="/services/relief/dibao_stop/"')[2].partition("</li>")[0]
    assert "由区里主动办" in line
    assert "到窗口办" not in line
