"""Whoever takes a matter in (a counter, a village, the district by itself): what the registers know
of other grown-ups is neither shown nor used before they signed."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO
from tests.web.desk.test_counter import arrive, filled
from yingzhou.core import clock
from yingzhou.core.audit import ANONYMOUS
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.models import Case, DataUse, Draft
from yingzhou.kernel.cases.services import drafts
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Household, Income

SEVERE = "disability/severe_unemployed"
WAGE, SAVINGS = "7540", "12508"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def world(world):
    Income.objects.filter(person=world.son).update(wage=754_000)
    Household.objects.get(number="H1").assets.update(money=1_250_800)
    return world


def staff(world, role: str):
    where = {"counter": world.town, "village": world.village, "bureau": world.district}[role]
    return factories.user_with(role, where)


@pytest.mark.parametrize("role", ["counter", "village", "bureau"])
def test_his_figures_are_neither_shown_nor_kept_before_he_signed(world, desk, role):
    client = desk(staff(world, role))
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    unsigned = {key: one for key, one in filled().items() if key != "signed-1"}
    for page in (client.get(address), client.post(address, unsigned)):
        assert WAGE not in text(page)
        assert SAVINGS not in text(page)
    answer = client.post(address, filled(**{"m1-consent": "0", "anyway": "1"}))
    assert answer.status_code == 302, text(answer)
    case = Case.objects.get(applicant=world.mother)
    assert "wage" not in case.answers["members"][1]["values"]
    used = DataUse.objects.filter(case=case, person=world.son).values_list("fact", flat=True)
    assert "月劳动收入" not in set(used)


def test_a_machine_of_the_hall_tells_her_no_more_than_her_own_phone(world):
    """It begins the same draft (and it was checked that items there ask the same question)."""
    account = resident_account(person=world.mother, actor=ANONYMOUS, at=clock.now())
    kept = {}
    for channel in ("online", "terminal"):
        draft = drafts.begin(
            person=world.mother, item=items()[DIBAO], user=account, at=clock.now(), channel=channel,
        )  # fmt: skip
        kept[channel] = {key: draft.answers[key] for key in ("values", "members", "withheld")}
        Draft.objects.all().delete()
    assert kept["terminal"] == kept["online"]
    assert {"m1-wage", "savings"} <= set(kept["terminal"]["withheld"])


def test_every_form_that_looks_up_money_asks_whether_one_agrees():
    """The rule for all items, old and new: no amount of income or property without the question."""
    silent = [
        code for code, item in items().items()
        if item.apply is not None and not consent.is_asked(item.apply)
        and any(one.known in consent.MONEY for one in item.apply.form)
    ]  # fmt: skip
    assert silent == []


@pytest.fixture
def aunt(world):
    """Alone, with a certificate and a pension that the registers know."""
    found = factories.person("赵阿姨", world.mother.birth_date.replace(year=1985),
                             home=world.village, household="H5")  # fmt: skip
    factories.income(found, since=world.mother.birth_date.replace(year=2025), pension=234_500)
    return found


def own(**more) -> dict:
    return {
        "f-consent": "1", "f-category": "肢体", "f-grade": "1", "f-birth_date": "1985-05-01",
        "f-account": "6222000011112222", "paper": ["certificate"],
    } | more  # fmt: skip


def test_her_own_pension_is_shown_at_the_counter_when_she_agrees(world, desk, aunt):
    client = desk("counter")
    address = f"{arrive(client, aunt)}{SEVERE}/"
    page = text(client.get(address))
    assert "同意我们向社会保险等登记核对" in page
    assert "2345" not in page
    page = text(client.post(address, {"f-consent": "1", "show": "1"}))
    assert "2345" in page


def test_with_her_no_it_is_not_looked_up_and_not_accepted(world, desk, aunt):
    client = desk("counter")
    address = f"{arrive(client, aunt)}{SEVERE}/"
    said = own(**{"f-consent": "0", "f-employed": "0", "f-pension": "0"})
    page = text(client.post(address, said))
    assert "本人没有同意核对, 请本人签授权书" in page
    assert client.post(address, said | {"anyway": "1"}).status_code == 302
    case = Case.objects.get(applicant=aunt)
    assert case.stage != "check"
    told = text(client.get(f"/desk/cases/{case.number}/answers/"))
    assert "2,345" not in told
    assert "申请人本人没有同意核对收入和财产" in text(client.get(f"/desk/cases/{case.number}/"))


def test_she_reads_of_the_use_only_where_she_agreed(world, desk, aunt):
    client = desk("counter")
    address = f"{arrive(client, aunt)}{SEVERE}/"
    answer = client.post(address, own(**{"f-employed": "0", "anyway": "1", "told": "1"}))
    assert answer.status_code == 302, text(answer)
    used = DataUse.objects.filter(person=aunt, case__item=SEVERE).values_list("fact", flat=True)
    assert "月养老金" in set(used)
