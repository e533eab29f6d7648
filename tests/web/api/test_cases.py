"""A case that another office's system hands in, from the first post to its end."""

from __future__ import annotations

import logging
from datetime import date

from tests import factories
from tests.kernel.accounts.test_api_clients import made as another_client
from tests.web.api.conftest import MONDAY, Caller, application, photo
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case, DataUse, Document


def test_a_system_hands_in_for_a_mother_and_follows_it_to_the_withdrawal(world, caller):
    system = caller()
    answer = system.post("cases/", application(world))
    assert answer.status_code == 201, answer.content.decode()
    told = answer.json()
    case = Case.objects.get(number=told["number"])
    assert (case.applicant, case.channel, case.place) == (world.mother, "api", world.town)
    assert case.answers["values"]["account"] == "6222000011112222"
    assert told["waiting_for"]
    assert told["is_open"]
    assert told["may"] == ["documents", "withdraw"]
    sent = system.send(f"cases/{case.number}/documents", material="support", file=photo())
    assert (sent.status_code, sent.json()["kind"]) == (201, "image/jpeg")
    read = system.get(f"cases/{case.number}").json()
    assert read["received_at"] == told["received_at"] == "2026-03-02T10:00:00+08:00"
    assert [one["material"] for one in read["documents"]] == ["support"]
    assert [one["number"] for one in system.get("cases/").json()["cases"]] == [case.number]
    gone = system.post(f"cases/{case.number}/withdraw", {"words": "不办了\x00"})
    assert (gone.status_code, gone.json()["outcome"]) == (200, "申请人撤回")
    case.refresh_from_db()
    last = case.steps.order_by("-seq")[0]
    assert (last.actor_name, last.words) == ("随申办对接", "不办了")
    assert (case.owner, case.handler) == (None, None), "a system is nobody's colleague"
    again = system.post(f"cases/{case.number}/withdraw", {})
    assert (again.status_code, again.json()["type"]) == (409, "/api/docs#not-now")


def test_what_was_missing_is_supplied_and_it_goes_on(world, caller):
    system = caller()
    number = system.post("cases/", application(world)).json()["number"]
    early = system.post(f"cases/{number}/supply", {})
    assert early.status_code == 409, "nothing was asked for"
    case = Case.objects.get(number=number)
    world.step(case, "ask", world.counter, MONDAY, lines=["请补户口簿首页"])
    told = system.get(f"cases/{number}").json()
    assert told["corrections"][0]["lines"]
    assert "supply" in told["may"]
    wrong = system.post(f"cases/{number}/supply", {"values": {"phone": "x", "nothing": "1"}})
    assert wrong.status_code == 422
    assert {one["field"] for one in wrong.json()["errors"]} == {"values.phone", "values.nothing"}
    done = system.post(f"cases/{number}/supply", {"values": {"phone": "13911112222"}})
    assert done.status_code == 200, done.content.decode()
    case.refresh_from_db()
    assert case.answers["values"]["phone"] == "13911112222"
    assert "supply" not in done.json()["may"]


def test_what_the_registers_know_is_used_and_its_use_is_written_down(world, caller):
    system = caller()
    number = system.post("cases/", application(world)).json()["number"]
    case = Case.objects.get(number=number)
    hers = case.answers["members"][0]["values"]
    assert hers["wage"] == 0, "known, so it was not sent"
    uses = DataUse.objects.filter(case=case)
    assert set(uses.values_list("person", flat=True)) == {world.mother.pk, world.son.pk}
    assert set(uses.values_list("user_name", flat=True)) == {"随申办对接"}


def test_what_the_applicant_says_goes_before_the_register_and_is_their_own_word(world, caller):
    asked = application(world)
    asked["values"] |= {"savings": "12345.50"}
    number = caller().post("cases/", asked).json()["number"]
    case = Case.objects.get(number=number)
    assert case.answers["values"]["savings"] == 1_234_550
    assert "savings" not in case.answers["known"]


def test_what_contradicts_the_register_opens_its_correction_as_at_the_portal(world, caller):
    asked = application(world)
    asked["members"][0]["values"] |= {"pension": "1234.50"}
    system = caller()
    answer = system.post("cases/", asked)
    case = Case.objects.get(number=answer.json()["number"])
    use = DataUse.objects.get(case=case, objected_at__isnull=False)
    correction = use.correction
    assert (use.person_id, use.user_name) == (world.mother.pk, "随申办对接")
    assert (correction.item, correction.applicant) == ("counters/data_correction", world.mother)
    assert (correction.previous, correction.channel) == (case, "api")
    values = correction.answers["values"]
    assert values["right"].startswith("1,234.50")
    assert values["now"].startswith("0.00")
    # Whether it contradicts the register is not the system's to know.
    told = answer.content.decode() + system.get("cases/").content.decode()
    assert correction.number not in told
    assert system.get(f"cases/{correction.number}").status_code == 404


def test_what_says_the_same_as_the_register_doubts_nothing(world, caller):
    asked = application(world)
    asked["values"] |= {"savings": "10000"}
    caller().post("cases/", asked)
    assert Case.objects.count() == 1
    assert not DataUse.objects.filter(objected_at__isnull=False).exists()


def test_a_household_that_is_not_the_registers_is_an_objection_too(world, caller):
    asked = application(world)
    asked["members"] = [one for one in asked["members"] if one["name"] != world.son.name]
    answer = caller().post("cases/", asked)
    assert answer.status_code == 201, answer.content.decode()
    doubted = DataUse.objects.get(objected_at__isnull=False)
    assert doubted.correction.answers["values"]["right"] == world.mother.name


def test_nothing_of_the_register_is_told_to_the_system(world, caller):
    system = caller()
    body = system.post("cases/", application(world)).content.decode()
    number = Case.objects.get().number
    body += system.get(f"cases/{number}").content.decode()
    for secret in (str(world.mother.id_number), "王秀英", "王建国", "1000000", "6222", "新河路"):
        assert secret not in body


def test_a_case_of_another_system_is_not_there(world, caller):
    owner, other = caller(), caller(name="别家")
    number = owner.post("cases/", application(world)).json()["number"]
    assert other.get(f"cases/{number}").status_code == 404
    assert other.get("cases/").json()["cases"] == []
    for path, body in (("withdraw", {}), ("supply", {})):
        assert other.post(f"cases/{number}/{path}", body).status_code == 404
    sent = other.send(f"cases/{number}/documents", material="other", file=photo())
    assert sent.status_code == 404
    assert not Document.objects.exists()
    assert Case.objects.get().is_open


def test_a_case_of_the_counter_is_no_systems(world, caller):
    number = world.apply().number
    assert caller().get(f"cases/{number}").status_code == 404
    answer = caller(name="别家").post("cases/", application(world))
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/docs#duplicate")
    assert "number" not in answer.json(), "what others handed in has no number for this system"


def test_a_system_is_told_the_number_of_its_own_open_case(world, caller):
    system = caller()
    first = system.post("cases/", application(world)).json()
    again = system.post("cases/", application(world))
    assert (again.status_code, again.json()["number"]) == (409, first["number"])


def test_who_is_not_in_the_register_cannot_be_told_from_who_has_another_name(world, caller):
    system = caller()
    right = str(world.mother.id_number)
    stranger = factories.id_number(date(1970, 1, 1))
    said = []
    for number, name in ((right, "李四"), (stranger, "王秀英")):
        asked = application(world, applicant={"id_number": number, "name": name})
        answer = system.post("cases/", asked)
        assert answer.status_code == 422
        said.append(answer.json()["errors"])
        assert number not in answer.content.decode()
    assert said[0] == said[1]
    world.mother.death_date = MONDAY
    world.mother.save()
    assert system.post("cases/", application(world)).json()["errors"] == said[0]
    assert not Case.objects.exists()


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(world, caller):
    asked = application(world, values={"phone": "电话", "account": True, "colour": "红"})
    asked["members"].append({"name": "王小妹", "relation": "孙女"})
    answer = caller().post("cases/", asked)
    found = {one["field"] for one in answer.json()["errors"]}
    assert {"values.phone", "values.account", "values.colour", "values"} <= found
    assert any("王小妹" in one["detail"] for one in answer.json()["errors"])
    assert not Case.objects.exists()


def test_only_what_may_be_asked_for_from_afar(world, caller):
    system = caller()
    for code in ("nowhere/nothing", "adoption/adopt", "relief/dibao_stop", "social_orgs/dissolve"):
        answer = system.post("cases/", application(world, item=code))
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "item"), code


def test_a_token_does_what_it_was_opened_for_and_nothing_else(world, caller, anybody):
    reader, writer = caller("cases.read"), caller("cases.write", name="另一个")
    shut = reader.post("cases/", application(world))
    assert (shut.status_code, shut.json()["type"]) == (403, "/api/docs#forbidden")
    assert 'scope="cases.write"' in shut["WWW-Authenticate"]
    number = writer.post("cases/", application(world)).json()["number"]
    assert writer.get(f"cases/{number}").status_code == 403
    assert anybody.get("cases/")["WWW-Authenticate"].startswith("Bearer")
    assert 'error="invalid_token"' in Caller("yz_wrong").get("cases/")["WWW-Authenticate"]
    closed = another_client()
    closed.client.revoked_at = closed.client.made_at
    closed.client.save()
    assert Caller(closed.token).get("cases/").status_code == 401


def test_files_are_what_their_content_is(world, caller):
    system = caller()
    number = system.post("cases/", application(world)).json()["number"]
    path = f"cases/{number}/documents"
    script = photo("照片.jpg", b"<script>alert(1)</script>")
    refused = system.send(path, material="support", file=script)
    assert (refused.status_code, "PDF" in str(refused.json()["errors"])) == (422, True)
    assert system.send(path, material="nothing", file=photo()).status_code == 422
    assert system.send(path, material="support").status_code == 422, "no file"
    big = system.send(path, material="support", file=photo(content=b"\xff" * 11_600_000))
    assert (big.status_code, big.json()["type"]) == (413, "/api/docs#too-large")
    assert system.post(path, {}).status_code == 415
    assert not Document.objects.exists()


def test_an_identity_number_reaches_no_log_and_no_address(world, caller, caplog, anybody):
    number = str(world.mother.id_number)
    system = caller()
    with caplog.at_level(logging.DEBUG):
        system.post("cases/", application(world))
        system.post("cases/", application(world, item="nowhere/x"))
        system.post("cases/", application(world, applicant={"id_number": number, "name": 1}))
        for shut in (system.get(f"cases/{number}"), anybody.get("catalogue/items", q=number)):
            assert (shut.status_code, shut.json()["type"]) == (400, "/api/docs#number-in-address")
            assert number not in shut.content.decode()
    logged = [one for one in caplog.records if one.name != "django.db.backends"]
    assert not [one for one in logged if number in one.getMessage()]


def test_nobody_becomes_a_colleague_by_a_token(world, caller):
    account = User.objects.get(pk=caller().row.user_id)
    assert not account.may("cases.view")
    assert account.kind == User.Kind.CLIENT


def test_reading_costs_no_more_than_a_page(world, caller, django_assert_max_num_queries):
    system = caller()
    number = system.post("cases/", application(world)).json()["number"]
    for path in ("cases/", f"cases/{number}", "ratings"):
        system.get(path)
        with django_assert_max_num_queries(12 + 2):  # and where the count begins and ends
            assert system.get(path).status_code == 200


def test_what_was_answered_wrongly_is_not_called_unanswered(world, caller):
    answer = caller().post("cases/", application(world, values={"phone": "电话"}))
    told = [one["detail"] for one in answer.json()["errors"]]
    assert any("电话号码" in one for one in told)
    assert not any("还没有填" in one and "电话" in one for one in told)
