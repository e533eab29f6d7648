"""Before it is taken in, somebody whose answers do not fit is told so; they may still ask."""

from __future__ import annotations

from datetime import date

from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.test_counter import arrive, filled, text
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.payments.models import Run, RunLine

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


def test_whoever_decides_reads_that_the_old_are_paid_already(world, desk, settings, tmp_path):
    """The counter was told when it took it in; the officer's page says so as well."""
    settings.SEALED_ROOT = tmp_path
    allowance = items()["eldercare/senior_allowance"]
    request = Request(allowance, world.mother, "counter", forms.empty(), place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    before = text(desk("clerk").get(f"/desk/cases/{case.number}/rules/"))
    run = Run.objects.create(
        month=date(2026, 2, 1), computed_by="甲", approved_by="乙", approved_at=at(MONDAY)
    )
    RunLine.objects.create(
        run=run, benefit=allowance.code, holder=world.mother.pk, payee=world.mother,
        month=run.month, since=run.month, division=world.village, amount=18_000, why="new",
    )  # fmt: skip
    after = text(desk("clerk").get(f"/desk/cases/{case.number}/rules/"))
    told = "登记里申请人一直在领老年综合津贴"
    assert (told in before, told in after) == (False, True)
    assert "请核对是不是重复申请" in after
