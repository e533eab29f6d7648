"""特困: what somebody owns is looked at, so they agree first, as for 低保."""

from __future__ import annotations

from datetime import date

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.support.residents import signed_in
from tests.web.desk.test_counter import arrive
from tests.web.portal.conftest import Resident
from yingzhou.kernel.cases import consent, known
from yingzhou.kernel.catalogue.items import items

TEKUN = "relief/tekun"


def text(answer) -> str:
    return answer.content.decode()


def test_the_counter_shows_no_savings_before_they_agree(world, desk):
    page = text(desk("counter").get(f"{arrive(desk('counter'), world.mother)}{TEKUN}/"))
    assert "同意我们向银行、房产、车辆等登记核对" in page
    assert 'value="10000"' not in page
    assert "看过王建国本人签字的授权书" in page


def test_a_child_of_the_house_signs_nothing_here_either(world, desk):
    """Its form does not ask when each was born: the register and their number say so."""
    factories.person("王小宝", date(2015, 1, 1), home=world.village, household="H1")
    page = text(desk("counter").get(f"{arrive(desk('counter'), world.mother)}{TEKUN}/"))
    assert "王小宝" in page
    assert "看过王小宝" not in page


def test_online_consent_comes_before_what_is_known(world):
    resident = Resident(signed_in(world.mother))
    page = resident.post(f"/services/{TEKUN}/apply/")
    assert page.context["question"].place == "m0-consent"


def test_who_does_not_agree_is_not_looked_up_and_not_accepted(world):
    apply = items()[TEKUN].apply
    answers = known.prefill(apply, world.mother, MONDAY)
    answers["members"][0]["values"]["consent"] = False
    assert {"savings", "wage", "homes"} <= set(consent.shut(apply, answers))
    assert "王秀英没有同意" in consent.lacking(answers)[0]
    assert "consent" in apply.process.transitions["accept"].needs
