"""At the counter: found, filled in from the registers, accepted at once or told in full."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, DataUse, Document, Party
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.selectors import looks_at

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\0" * 200


def text(answer) -> str:
    return answer.content.decode()


def arrive(client, person) -> str:
    """The address of a person, found by the full number."""
    answer = client.post("/desk/counter/", {"q": str(person.id_number)})
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def filled(**more) -> dict:
    """What the registers of the world do not know of 低保."""
    return {
        "in-0": "1", "in-1": "1", "m0-consent": "1", "m1-consent": "1", "signed-1": "1",
        "f-support": "0", "f-staff_kin": "0", "f-account": "6222000011112222",
        "f-phone": "13900000000",
    } | more  # fmt: skip


def test_anybody_of_the_district_is_found_by_number_or_by_name_and_birth(world, desk):
    client = desk(factories.user_with("counter", factories.town("堡镇")))
    assert "要办什么?" in text(client.get(arrive(client, world.mother)))
    page = text(client.post("/desk/counter/", {"q": "王秀英 1950-05-01"}))
    assert "是哪一位" in page
    assert "王秀英" in page
    assert "没有找到" in text(client.post("/desk/counter/", {"q": "王秀英"}))
    assert AuditEntry.objects.filter(action="case.search").count() == 3
    assert str(world.mother.id_number) not in page


def test_a_name_alone_finds_ones_own_people(world, desk):
    assert "王秀英" in text(desk("counter").post("/desk/counter/", {"q": "王秀英"}))


def test_an_address_of_a_person_is_good_for_whoever_found_them(world, desk):
    address = arrive(desk("counter"), world.mother)
    other = factories.user_with("counter", world.town)
    assert desk(other).get(address).status_code == 404
    assert desk("counter").get("/desk/counter/p/1/").status_code == 404


def test_a_relative_is_served_by_a_colleague(world, desk):
    world.counter.person = world.son
    world.counter.save()
    client = desk("counter")
    answer = client.get(arrive(client, world.mother))
    assert answer.status_code == 403
    assert "回避" in text(answer)


def test_what_is_known_is_filled_in_and_what_was_asked_for_is_accepted_at_once(world, desk):
    client = desk("counter")
    address = arrive(client, world.mother)
    page = text(client.get(f"{address}?q=低保"))
    assert f'href="{DIBAO}/"' in page
    form = text(client.get(f"{address}{DIBAO}/"))
    assert "处已按登记填好" in form
    assert "不用交" in form
    done = client.post(f"{address}{DIBAO}/", filled(), follow=True)
    assert "已受理" in text(done)
    assert "打印最低生活保障受理通知书" in text(done)
    case = Case.objects.get()
    assert (case.stage, case.channel, case.place) == ("survey", "counter", world.town)
    assert case.owner == world.counter
    assert set(DataUse.objects.values_list("person", flat=True)) == {world.mother.pk, world.son.pk}


def test_what_is_missing_is_listed_once_before_anything_is_taken_in(world, desk):
    client = desk("counter")
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    lacking = filled(**{"f-phone": "", "f-support": "1"})
    answer = client.post(address, lacking)
    assert answer.status_code == 422
    assert "还差 2 样, 还没有收件" in text(answer)
    lacks = answer.context["form"].lacks
    assert [one.id for one in lacks] == ["in-f-phone", "paper-support"]
    for one in lacks:  # each leads to its place, and is called there as in the list
        assert f'<a href="#{one.id}">{one.words}</a>' in text(answer)
        assert f'id="{one.id}"' in text(answer)
        assert text(answer).count(one.words) > 1
    assert text(answer).count("还没有填") == 1, "marked at the question as well"
    assert 'value="6222000011112222"' in text(answer)
    assert not Case.objects.exists()
    done = client.post(address, lacking | {"anyway": "1"}, follow=True)
    assert "已收件, 还差几样" in text(done)
    assert "打印最低生活保障一次性告知补正通知书" in text(done)
    case = Case.objects.get()
    assert case.stage == "supplement"
    assert case.corrections.get().lines == ["联系电话", "写明赡养费、抚养费的判决书或协议"]


def test_what_was_brought_later_sends_the_case_back_to_work(world, desk):
    client = desk("counter")
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    lacking = filled(**{"f-phone": "", "f-support": "1"})
    client.post(address, lacking | {"anyway": "1"})
    case = Case.objects.get()
    page = f"/desk/cases/{case.number}/"
    assert "登记申请人补来的" in text(client.get(page))
    half = client.post(f"{page}complete/", {"f-phone": "13900000000"}, follow=True)
    assert "还差: 写明赡养费" in text(half)
    photo = SimpleUploadedFile("判决书.jpg", JPEG)
    client.post(f"{page}complete/", {"file-support": photo})
    case.refresh_from_db()
    assert (case.stage, case.by) == ("received", "counter")
    document = Document.objects.get()
    shown = client.get(f"{page}documents/{document.pk}/")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Security-Policy"].startswith("sandbox")
    assert shown.content == JPEG


def test_a_file_that_is_none_is_refused_in_words_and_the_rest_is_kept(world, desk):
    client = desk("counter")
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    fake = SimpleUploadedFile("判决书.jpg", b"MZ not a picture at all")
    form = filled(**{"f-support": "1", "file-support": fake})
    done = client.post(address, form, follow=True)
    assert "只收照片" in text(done)
    case = Case.objects.get()
    assert case.stage == "supplement"
    assert "写明赡养费、抚养费的判决书或协议" in case.corrections.get().lines


def test_a_slip_is_marked_where_it_is_and_nothing_is_lost(world, desk):
    client = desk("counter")
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    answer = client.post(address, filled(**{"f-phone": "不记得"}))
    assert answer.status_code == 422
    assert "电话号码只写数字" in text(answer)
    assert not Case.objects.exists()


def test_the_same_matter_leads_to_the_case_that_is_open(world, desk):
    case = world.apply()
    client = desk("counter")
    answer = client.post(f"{arrive(client, world.mother)}{DIBAO}/", filled(), follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/cases/{case.number}/"
    assert "已经在办" in text(answer)


def test_what_was_typed_over_is_the_applicants_word_and_no_registers(world, desk):
    client = desk("counter")
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    client.post(address, filled(**{"f-savings": "30000"}), follow=True)
    case = Case.objects.get()
    assert case.answers["values"]["savings"] == 3_000_000
    assert "savings" not in case.answers["known"]
    assert "vehicle" in case.answers["known"]


def test_somebody_else_who_lives_there_is_added_by_number(world, desk):
    wife = factories.person("沈梅", date(1982, 2, 2), home=factories.village("别村", world.town))
    client = desk("counter")
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    wrong = client.post(address, filled(**{"add": "1", "new-number": "123"}))
    assert "18位" in text(wrong) or "18 位" in text(wrong)
    form = filled(**{"add": "1", "new-number": str(wife.id_number), "new-relation": "儿媳"})
    page = text(client.post(address, form))
    assert "沈梅" in page
    token = page.split('name="added" value="')[1].split('"')[0]
    full = filled(**{
        "added": token, "in-2": "1", "m2-consent": "1", "signed-2": "1",
        "m2-employed": "0", "m2-wage": "0",
        "m2-pension": "0", "m2-other_income": "0",
    })  # fmt: skip
    done = client.post(address, full, follow=True)
    assert "已受理" in text(done), text(done)[:3000]
    assert Party.objects.filter(person=wife, role="member").exists()


def test_who_came_in_anothers_place_is_written_down(world, desk):
    client = desk("counter")
    address = f"{arrive(client, world.mother)}{DIBAO}/"
    daughter = factories.person("王芳", date(1978, 1, 1), home=world.village)
    refused = client.post(address, filled(agent="310230197801011234"))
    assert refused.status_code == 422
    client.post(address, filled(agent=str(daughter.id_number)))
    assert Party.objects.filter(person=daughter, role="agent").exists()


def test_a_village_officer_takes_in_for_the_counter(world, desk):
    officer = factories.user_with("village", world.village)
    client = desk(officer)
    address = arrive(client, world.mother)
    done = client.post(f"{address}{DIBAO}/", filled(), follow=True)
    assert "已收件" in text(done)
    case = Case.objects.get()
    assert (case.channel, case.stage, case.desk_id) == ("village", "received", world.town.pk)


@pytest.mark.parametrize("role", ["approver", "department", "auditor"])
def test_who_does_not_receive_has_no_counter(client_as, role):
    assert client_as(role).get("/desk/counter/").status_code == 403


def test_an_appeal_names_the_case_it_is_about(world, desk):
    case = world.apply()
    world.step(
        case,
        "not_accept",
        world.counter,
        date(2026, 3, 2),
        "户籍在外省, 不符合条件",
    )
    client = desk("counter")
    assert "登记复核申诉" in text(client.get(f"/desk/cases/{case.number}/"))
    form = client.get(f"/desk/counter/for/{case.number}/", follow=True)
    assert f'value="{case.number}"' in text(form)
    address = form.redirect_chain[-1][0].partition("?")[0]
    told = {
        "f-about": case.number, "f-received_on": "2026-03-02", "f-why": "户口已经迁回来了",
        "after": case.number,
    }  # fmt: skip
    client.post(address, told)
    appeal = Case.objects.get(item="counters/appeal")
    assert (appeal.previous, appeal.reason) == (case, "复核申诉")


def test_what_is_missing_may_be_brought_to_any_counter_which_sees_no_more(world, desk):
    case = world.apply(phone=None)
    world.step(case, "ask", world.counter, date(2026, 3, 2))
    elsewhere = factories.user_with("counter", factories.town("堡镇"))
    client = desk(elsewhere)
    assert client.get(f"/desk/cases/{case.number}/").status_code == 403
    address = arrive(client, world.mother)
    assert "登记补来的材料" in text(client.get(address))
    page = text(client.get(f"{address}bring/{case.number}/"))
    assert "联系电话" in page
    assert "6222" not in page
    done = client.post(f"{address}bring/{case.number}/", {"f-phone": "13900000000"}, follow=True)
    assert "材料齐了" in text(done)
    case.refresh_from_db()
    assert (case.stage, case.desk) == ("received", world.town)
    assert client.get(f"{address}bring/{case.number}/").status_code == 404


def test_the_clerk_sees_that_one_like_it_is_open(world, desk):
    client = desk("counter")
    there = arrive(client, world.mother)
    address = f"{there}oversight/complaint/"
    assert "同样的正在办理" not in text(client.get(address))
    named = forms.empty() | {"values": {"open": True}}
    complaint = Request(
        items()["oversight/complaint"], world.mother, "counter", named, place=world.town
    )
    case = intake(request=complaint, user=world.counter, at=at(MONDAY))
    page = text(client.get(address))
    assert "已有一件同样的正在办理" in page
    assert case.number in page
    assert "另外一件事请接着填" in page


def test_a_village_officer_takes_in_their_own_people_only(world, desk):
    elsewhere = factories.person("陆晓志", date(1968, 1, 21), home=factories.village("别处村"))
    number = str(elsewhere.id_number)
    client = desk(factories.user_with("village", world.village))
    answer = client.post("/desk/counter/", {"q": number})
    assert answer.status_code == 200
    assert "不住在您的村居" in text(answer)
    assert "陆晓志" not in text(answer)
    answer = client.post("/desk/counter/", {"q": "陆晓志 1968-01-21"})
    assert "不住在您的村居" in text(answer)
    assert desk("counter").post("/desk/counter/", {"q": number}).status_code == 302


def test_who_was_looked_up_at_a_counter_can_see_by_whom(world, desk):
    desk("counter").post("/desk/counter/", {"q": str(world.mother.id_number)})
    seen = looks_at(world.mother)
    assert (seen[0].action, seen[0].actor_id) == ("people.view", world.counter.pk)
