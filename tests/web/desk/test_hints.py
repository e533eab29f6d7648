"""Before it is taken in, somebody whose answers do not fit is told so; they may still ask."""

from __future__ import annotations

from tests.web.desk.test_counter import arrive, filled, text
from yingzhou.kernel.cases.models import Case

RICH = {"f-savings": "900000"}


def test_a_family_over_the_limit_is_told_at_the_counter_and_may_still_ask(world, desk):
    client = desk("counter")
    form = arrive(client, world.mother) + "relief/dibao/"
    told = client.post(form, filled(**RICH))
    page = text(told)
    assert told.status_code == 422
    assert "规则算出来不符合" in page
    assert "照样收件" in page
    assert not Case.objects.exists()
    client.post(form, filled(told="1", **RICH))
    assert Case.objects.get().stage == "survey"


def test_who_fits_hears_nothing_of_it(world, desk):
    client = desk("counter")
    client.post(arrive(client, world.mother) + "relief/dibao/", filled())
    assert Case.objects.get().stage == "survey"
