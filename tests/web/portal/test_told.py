"""What somebody filled in, and what is registered of them, is there to read again."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.cases.services import corrections
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Income
from yingzhou.web.portal.told import told_of

pytestmark = pytest.mark.django_db


def test_she_reads_again_what_she_filled_in(mother):
    case = mother.apply()
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    assert "您填的" in page
    assert "622…2222" in page
    assert "139" in page
    assert "王建国" in page


@pytest.mark.parametrize("channel", ["online", "counter"])
def test_but_not_what_a_register_told_of_her_son(mother, world, channel):
    """At a counter the form came filled with it."""
    Income.objects.filter(person=world.son).update(wage=754_000)
    case = mother.apply() if channel == "online" else world.apply()
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    assert "7,540" not in page
    assert "10,000.00" not in page, "what the family has saved"
    assert "区里有登记, 经本人同意后由工作人员核对" in page


def test_what_she_said_of_somebody_new_is_no_record_of_a_register(mother):
    mother.post("/services/relief/dibao/apply/")
    page = mother.get("/services/relief/dibao/apply/ask/members/")
    mother.says(page, kept=["1"], name="王小妹", relation="侄女", number="", do="next")
    born = {"m2-birth_date.y": "1999", "m2-birth_date.m": "9", "m2-birth_date.d": "9"}
    mother.says(mother.get("/services/relief/dibao/apply/ask/m2-birth_date/"), do="next", **born)
    case = mother.apply()
    lines = {
        (group.title, label): source
        for group in told_of(items()[DIBAO].apply, case, MONDAY)
        for label, _, source in group.lines
    }
    assert lines["王小妹(侄女)", "出生日期"] == ""
    assert lines["王小妹(侄女)", "月劳动收入"] == ""
    own = next(title for title, _ in lines if title.startswith("王秀英"))
    assert lines[own, "出生日期"] == "户籍登记"


def test_a_correction_says_which_line_what_was_there_and_what_is_right(mother, world):
    mother.apply()
    Income.objects.filter(person=world.mother).update(pension=123_400)
    use = DataUse.objects.get(person=world.mother, fact="月养老金")
    assert "现在登记的: 1,234.00 元" in mother.get("/my/uses/").content.decode()
    assert "1,234.00 元" in mother.get(f"/my/uses/{use.pk}/").content.decode()
    page = mother.post(f"/my/uses/{use.pk}/", right="1500 元").content.decode()
    for said in ("月养老金", "社会保险核对", "1,234.00 元", "1500 元"):
        assert said in page


def test_what_the_family_owns_is_used_when_all_of_it_signed_and_not_read_by_one(mother, world):
    mother.apply()
    assert "货币财产" not in mother.get("/my/uses/").content.decode(), "the son has not signed"
    case = Case.objects.get(applicant=world.mother)
    corrections.sign(case=case.pk, user=world.counter, signed=[1], at=at(MONDAY))
    page = mother.get("/my/uses/").content.decode()
    assert "货币财产" in page
    assert "10,000" not in page
    assert "可以到窗口查" in page


def test_who_acts_for_her_in_everything_is_not_told_her_values_there(mother, son, mandate, world):
    mother.apply()
    Income.objects.filter(person=world.mother).update(pension=123_400)
    mandate(world.son)
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    use = DataUse.objects.get(person=world.mother, fact="月养老金")
    assert "1,234" not in son.get("/my/uses/").content.decode()
    assert "1,234" not in son.get(f"/my/uses/{use.pk}/").content.decode()


def test_what_she_wrote_at_a_step_is_shown_to_her(mother, world):
    item = items()["oversight/suggestion"]
    request = Request(item, world.mother, "online", answers={
        "values": {"kind": "建议", "topic": "养老", "what": "多一班车", "phone": "13900000000"},
        "members": [], "known": {}, "papers": [],
    })  # fmt: skip
    case = intake(request=request, user=None, at=at(MONDAY))
    world.step(case, "answer_here", world.counter, MONDAY, "已经向公交公司反映")
    way = next(w for w in item.apply.process.ways_from("follow") if w.name == "没有解决")
    mother.post(f"/my/cases/{case.number}/do/{way.key}/", still="车还是没有来")
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    assert "车还是没有来" in page
    assert "多一班车" in page


def test_a_child_s_values_are_shown_to_the_parent_who_acts_for_it(son, world):
    child = factories.person("王小宝", date(2015, 1, 1), home=world.village, household="H1")
    factories.kin(child, world.son)
    factories.income(child, since=date(2025, 7, 1), other=44_400)
    son.sees_what_is_known()
    son.post("/my/acting/", **{"for": str(child.pk)})
    assert "现在登记的: 2015年1月1日" in son.get("/my/uses/").content.decode()
