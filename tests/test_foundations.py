"""The ground that the tests themselves stand on."""

from __future__ import annotations

import socket
from datetime import date

import pytest
from django.template import Context, engines

from tests import factories
from tests.support.network import OutsideNetwork
from tests.support.templates import UndefinedVariable
from yingzhou.core import clock


def test_a_test_cannot_reach_another_machine():
    with socket.socket() as outside, pytest.raises(OutsideNetwork):
        outside.connect(("192.0.2.1", 80))


def test_the_clock_stands_where_a_test_stops_it(stop_clock):
    stop_clock(date(2020, 12, 31))
    assert clock.today() == date(2020, 12, 31)


def test_an_undefined_variable_in_a_template_of_ours_stops_the_test(settings):
    engine = engines["django"].engine
    template = engine.from_string("你好 {{ nobody.defined }}")
    assert template.render(Context()) == "你好 ", "templates of others are forgiven"
    for node in template.nodelist:
        node.origin.name = str(settings.BASE_DIR / "yingzhou/web/templates/x.html")
    with pytest.raises(UndefinedVariable, match=r"x\.html:1: 未定义的模板变量 nobody\.defined"):
        template.render(Context())


@pytest.mark.django_db
def test_an_account_holds_a_role_over_a_village():
    village = factories.village("启瀛村")
    officer = factories.user_with("village", village)
    assert officer.may("people.search")
    assert not officer.may("accounts.manage")
