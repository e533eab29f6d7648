"""Applying: only what nobody knows is asked, nothing is lost, nothing is sent twice."""

from __future__ import annotations

import re

import pytest

from tests import factories
from tests.support.residents import signed_in
from tests.web.portal.conftest import DIBAO, TYPED, Resident, photo
from yingzhou.kernel.cases.answers import shown
from yingzhou.kernel.cases.models import Case, DataUse, Draft
from yingzhou.kernel.catalogue.items import Field

pytestmark = pytest.mark.django_db


def test_a_visitor_logs_in_first_and_comes_back(client):
    answer = client.get(f"{DIBAO}apply/")
    assert answer["Location"] == "/my/login/?next=/services/relief/dibao/apply/"


def test_looking_at_the_first_page_reads_no_register_and_begins_nothing(mother):
    page = mother.get(f"{DIBAO}apply/").content.decode()
    assert "社会保险核对" in page
    assert not Draft.objects.exists()


def test_what_is_known_is_shown_with_its_source_and_the_rest_asked_one_by_one(mother):
    page = mother.post(f"{DIBAO}apply/")
    assert "第 1 步, 共 9 步" in page.content.decode()
    assert page.context["question"].place == "m0-consent", "whether they agree comes first"
    page = mother.sees_what_is_known()
    assert "来自户籍登记" in page.content.decode()
    assert "第 3 步, 共 9 步" in page.content.decode()
    page = mother.says(page)
    assert "第 4 步, 共 9 步" in page.content.decode()
    assert page.context["question"].place == "support"


def test_an_answer_that_cannot_be_read_is_refused_and_what_was_typed_stays(mother):
    mother.post(f"{DIBAO}apply/")
    page = mother.get(f"{DIBAO}apply/ask/account/")
    page = mother.says(page, account="六二二二", do="next")
    assert page.status_code == 422
    assert "银行账号只写数字" in page.content.decode()
    assert 'value="六二二二"' in page.content.decode()
    page = mother.says(page, account="", do="next")
    assert "请先回答这个问题" in page.content.decode()


def test_whoever_goes_away_goes_on_where_they_were(mother):
    page = mother.post(f"{DIBAO}apply/")
    mother.says(page, **{"m0-consent": "1", "do": "next"})
    assert "填到一半" in mother.get("/my/").content.decode()
    assert "接着填" in mother.get(f"{DIBAO}apply/").content.decode()
    page = mother.post(f"{DIBAO}apply/")
    assert page.context["question"].place == "m1-consent"


def test_whoever_has_to_go_saves_what_stands_on_the_page(mother):
    """Half a word as well: it stands there again, and is no answer before it can be read."""
    mother.post(f"{DIBAO}apply/")
    page = mother.says(mother.get(f"{DIBAO}apply/ask/phone/"), phone="13900000000", do="later")
    assert page.request["PATH_INFO"] == "/my/"
    assert "都存好了" in page.content.decode()
    assert Draft.objects.get().answers["values"]["phone"] == "13900000000"

    page = mother.says(mother.get(f"{DIBAO}apply/ask/account/"), account="六二二二", do="later")
    assert page.request["PATH_INFO"] == "/my/"
    page = mother.get(f"{DIBAO}apply/ask/account/")
    assert 'value="六二二二"' in page.content.decode()
    assert Draft.objects.get().answers["values"].get("account") is None
    mother.says(page, account="6222000011112222", do="next")
    assert "六二二二" not in str(Draft.objects.get().answers)


def test_people_named_in_a_hurry_are_kept_but_never_their_numbers(mother):
    page = mother.says(mother.sees_what_is_known(), wrong="members")
    page = mother.says(
        page, name=["王小宝"], relation=[""], number=["310230199001010014"], do="later"
    )
    assert page.request["PATH_INFO"] == "/my/"
    assert "310230199001010014" not in str(Draft.objects.get().answers)
    assert 'value="王小宝"' in mother.get(f"{DIBAO}apply/ask/members/").content.decode()


def test_a_known_answer_that_is_wrong_is_asked_and_looked_into(mother, world):
    page = mother.says(mother.sees_what_is_known(), wrong="m0-pension")
    assert page.context["question"].place == "m0-pension"
    assert "您说不对: 请填对的" in page.content.decode()
    page = mother.says(page, **{"m0-pension": "800", "do": "next"})
    case = mother.apply()
    assert case.answers["members"][0]["values"]["pension"] == 80_000
    use = DataUse.objects.get(person=world.mother, objected_at__isnull=False)
    assert use.correction.item == "counters/data_correction"
    assert "提过异议" in mother.get("/my/uses/").content.decode()


def test_the_household_can_be_corrected(mother):
    page = mother.says(mother.sees_what_is_known(), wrong="members")
    assert "王建国" in page.content.decode()
    page = mother.says(page, name=["王小宝"], relation=[""], do="next")
    assert "请写明和您的关系" in page.content.decode()
    page = mother.says(page, name=["王小宝"], relation=["孙子"], do="more")
    assert page.context["question"].place == "members"
    names = [one["name"] for one in Draft.objects.get().answers["members"]]
    assert names == ["王秀英", "王小宝"]


def test_papers_are_photographed_and_a_wrong_file_is_refused_in_words(mother):
    page = mother.fill()
    page = mother.get(f"{DIBAO}apply/papers/")
    page = mother.says(page, disability=photo("a.jpg", b"MZ not a picture"), do="keep")
    assert page.status_code == 422
    assert "只收照片" in page.content.decode()
    page = mother.says(page, disability=photo(), do="keep")
    assert "证明.jpg" in page.content.decode()
    kept = Draft.objects.get().files.get()
    assert mother.get(f"{DIBAO}apply/papers/{kept.pk}/").content.startswith(b"\xff\xd8")
    mother.says(page, remove=str(kept.pk))
    assert not Draft.objects.get().files.exists()


def test_nothing_is_sent_without_the_word_that_it_is_true(mother):
    page = mother.says(mother.fill())
    assert page.status_code == 422
    assert "请先勾选" in page.content.decode()
    assert not Case.objects.exists()


def test_sent_twice_and_again_after_going_back_it_is_one_case(mother):
    page = mother.fill()
    draft = page.context["here"].draft.pk
    first = mother.post(f"{DIBAO}apply/check/", draft=draft, truth="1")
    again = mother.post(f"{DIBAO}apply/check/", draft=draft, truth="1")
    number = Case.objects.get().number
    assert number in first.content.decode()
    assert again.request["PATH_INFO"] == f"/my/cases/{number}/received/"
    assert "已经在办" in mother.get(f"{DIBAO}apply/").content.decode()


def test_a_page_that_is_older_than_the_switch_changes_nothing(mother, son, mandate, world):
    """The son fills in for his mother, switches back, and sends the old page."""
    mandate(world.son)
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    page = son.says(son.post(f"{DIBAO}apply/"))
    son.post("/my/acting/", **{"for": ""})
    son.post(f"{DIBAO}apply/")
    son.says(page, **{"m0-consent": "0", "do": "next"})
    done = [draft.answers["done"] for draft in Draft.objects.order_by("pk")]
    assert done == [[], []]


def test_a_son_applies_for_his_mother_and_it_is_hers(son, mandate, world):
    mandate(world.son)
    page = son.get(f"{DIBAO}apply/").content.decode()
    assert "换成替他办" in page
    back = f"{DIBAO}apply/"
    page = son.post("/my/acting/", **{"for": str(world.mother.pk), "next": back})
    assert page.request["PATH_INFO"] == back
    case = son.apply()
    assert case.applicant == world.mother
    assert case.parties.filter(person=world.son, role="agent").exists()


def test_a_mandate_for_something_else_does_not_open_this_door(son, mandate, world):
    mandate(world.son, "eldercare/meals")
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    page = son.post(f"{DIBAO}apply/").content.decode()
    assert "委托里没有这一项" in page
    assert not Draft.objects.exists()


def test_whoever_is_not_registered_here_is_told_where_to_go(world):
    stranger = factories.person("周一民", home=world.village)
    stranger.residences.filter(kind=1).delete()
    page = Resident(signed_in(stranger)).post(f"{DIBAO}apply/").content.decode()
    assert "户口不在本区" in page
    assert "请到户口所在地的区申请" in page


def test_a_draft_can_be_thrown_away(mother):
    mother.post(f"{DIBAO}apply/")
    assert "找不回来" in mother.get(f"{DIBAO}apply/discard/").content.decode()
    assert "已经删掉" in mother.post(f"{DIBAO}apply/discard/").content.decode()
    assert not Draft.objects.exists()


def test_optional_questions_can_be_skipped(mother, world):
    case = mother.apply()
    mother.post(f"/my/cases/{case.number}/do/withdraw/")
    item = "/services/counters/appeal/"
    page = mother.fill(item, TYPED | {"about": "1", "received_on": "2026-03-01", "why": "漏算"})
    assert page.request["PATH_INFO"].endswith("/check/")


def test_one_like_it_is_a_hint_where_several_are_right(mother):
    """Two complaints are two complaints; one application for 低保 is enough."""
    suggestion = "/services/oversight/suggestion/"
    said = {"kind": "建议", "topic": "养老", "what": "多一班车", "phone": "13900000000"}
    mother.says(mother.fill(suggestion, said), truth="1")
    first = Case.objects.get()
    page = mother.get(f"{suggestion}apply/")
    assert "您已有一件同样的正在办理" in page.content.decode()
    assert first.number in page.content.decode()
    mother.says(mother.fill(suggestion, said | {"what": "修修路灯"}), truth="1")
    assert Case.objects.filter(is_open=True).count() == 2


RESIDENCE = "/services/neighbourhoods/cert_residence/"


def month(year: str, number: str) -> dict[str, str]:
    return {"since.y": year, "since.m": number, "do": "next"}


def test_nobody_has_lived_somewhere_from_a_month_to_come_or_before_they_were_born(mother, world):
    mother.post(f"{RESIDENCE}apply/")
    page = mother.get(f"{RESIDENCE}apply/ask/since/")
    refused = mother.says(page, **month("2030", "1"))
    assert "还没有到这个月" in refused.content.decode()
    before = world.mother.birth_date.year - 1
    refused = mother.says(page, **month(str(before), "1"))
    assert "比出生日期" in refused.content.decode()
    told = mother.says(page, **month(str(world.mother.birth_date.year + 3), "1"))
    assert told.status_code == 200


def test_nothing_to_complain_of_has_happened_on_a_day_to_come(mother):
    mother.post("/services/oversight/complaint/apply/")
    page = mother.get("/services/oversight/complaint/apply/ask/happened_on/")
    day = {"happened_on.y": "2030", "happened_on.m": "1", "happened_on.d": "1", "do": "next"}
    assert "还没有到这一天" in mother.says(page, **day).content.decode()


def test_the_last_pages_have_a_way_back_and_can_wait_too(mother):
    page = mother.fill(DIBAO)
    text = page.content.decode()
    assert page.request["PATH_INFO"] == f"{DIBAO}apply/check/"
    assert f'href="{DIBAO}apply/papers/"><i class="ti ti-arrow-left"' in text
    assert "填到哪里都存好了" in mother.says(page, do="later").content.decode()
    page = mother.get(f"{DIBAO}apply/papers/")
    last = page.context["here"].asked[-1].place
    page = mother.says(page, do="back", disability=photo())
    assert page.request["PATH_INFO"] == f"{DIBAO}apply/ask/{last}/"
    assert "收到了" in page.content.decode(), "the photograph that was chosen goes with it"
    page = mother.get(f"{DIBAO}apply/papers/")
    assert "填到哪里都存好了" in mother.says(page, do="later").content.decode()
    assert Case.objects.count() == 0


def test_a_file_that_is_refused_says_for_which_paper(mother):
    mother.fill(DIBAO)
    page = mother.get(f"{DIBAO}apply/papers/")
    paper = page.context["here"].papers[0]
    refused = mother.says(page, **{paper.key: photo("假的.jpg", b"no photo"), "do": "next"})
    assert f"{paper.name}(假的.jpg): 只收照片" in refused.content.decode()


def test_what_is_known_is_shown_as_people_say_it(mother, world):
    area, grade = (
        Field(kind="number", key="x", ask="", label="", fact=fact)
        for fact in ("户.住房建筑面积", "人.残疾等级")
    )
    assert (shown(area, 139), shown(grade, 1), shown(grade, 0)) == ("139 平方米", "一级", "没有")
    page = mother.sees_what_is_known().content.decode()
    assert "0.00 元" not in page


def test_bounds_are_told_with_the_question_and_not_only_as_a_fault(mother):
    device = "/services/disability/assistive_device/"
    mother.post(f"{device}apply/")
    assert "可以填 1 到 12" in mother.get(f"{device}apply/ask/months/").content.decode()


def test_who_marries_whom_is_not_asked_in_the_words_of_a_household(mother):
    marry = "/services/marriage/marry/"
    mother.post(f"{marry}apply/")
    page = mother.get(f"{marry}apply/ask/parties/").content.decode()
    assert "不在一起生活" not in page
    assert "不是的请去掉勾" in page


def test_what_is_ones_own_alone_stands_under_ones_own_name_and_not_under_home(mother):
    page = mother.post("/services/eldercare/service_subsidy/apply/").content.decode()
    headings = re.findall(r"<summary><h2>(.*?)</h2>", page)
    assert len(headings) == 1
    assert headings[0].startswith("王秀英")
    home = mother.sees_what_is_known().content.decode()
    headings = re.findall(r"<summary><h2>(.*?)</h2>", home)
    assert [one[:2] for one in headings] == ["家里", "王秀", "王建"]
