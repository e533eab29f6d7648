"""核对报告: who answered, who keeps the family waiting, and what a pension that nobody declared
does to the decision."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import at
from tests.kernel.cases.test_checks import (  # noqa: F401 - fixtures
    NOTHING,
    family,
    visiting,
    worker,
)
from tests.kernel.exchange.conftest import outside, process  # noqa: F401 - fixtures
from tests.support.residents import signed_in
from tests.web.desk.test_queries import MOST, asked
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.exchange.models import Consent, Request

TUESDAY = date(2026, 3, 3)


def page(client, case, part: str = "checks/") -> str:
    answer = client.get(f"/desk/cases/{case.number}/{part}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_it_begins_the_page_says_when_it_will(family, desk):  # noqa: F811
    case = family.apply()
    shown = page(desk("clerk"), case)
    assert "到“核对与入户”这一步自动开始" in shown
    assert "系统向 8 个单位核对: 民政、住房保障" in shown
    assert "核对报告" in page(desk("clerk"), case, "")


def test_an_undeclared_pension_is_shown_with_what_it_does_to_the_decision(
    family, desk, worker, outside  # noqa: F811
):  # fmt: skip
    richer = {**NOTHING, "money": 1_000_000, "pension": 240_000, "aid_elsewhere": True}
    outside.believe(str(family.mother.id_number), **richer)
    case = visiting(family)
    worker(at(TUESDAY))
    shown = page(desk("clerk"), case)
    assert "8 家里 8 家已答复" in shown
    assert "有效到 4月2日" in shown
    assert "申报0.00 元, 登记0.00 元, 外部核对2,400.00 元" in shown
    assert "家庭月收入 0.00 元/月 → 2,400.00 元/月" in shown
    assert "仍符合最低生活保障, 每月" in shown
    assert "在外区领救助 是" in shown
    assert str(family.mother.id_number) not in shown
    # Twice as much, and they are over the standard.
    outside.believe(str(family.mother.id_number), **{**richer, "pension": 1_240_000})


def test_over_the_standard_it_is_said_that_they_do_not_qualify_any_more(
    family, desk, worker, outside  # noqa: F811
):  # fmt: skip
    outside.believe(str(family.mother.id_number), **{**NOTHING, "money": 1_000_000,
                                                     "pension": 500_000})  # fmt: skip
    case = visiting(family)
    worker(at(TUESDAY))
    shown = page(desk("clerk"), case)
    assert "家庭月收入 0.00 元/月 → 5,000.00 元/月" in shown
    assert "不再符合最低生活保障" in shown


def test_a_silent_authority_is_named_with_how_often_it_was_asked(
    family, desk, worker, outside  # noqa: F811
):  # fmt: skip
    outside.faults("banks", {"kind": "busy"})
    case = visiting(family)
    worker(at(TUESDAY, 10))
    worker(at(TUESDAY, 12))
    shown = page(desk("clerk"), case)
    assert "8 家里 7 家已答复; 在等银行, 时限照走" in shown
    assert "最近一次: 对方暂时不能答复(503)" in shown
    assert "自动再问" in shown
    assert "照样往下办" in shown


def test_who_takes_it_back_at_the_desk_is_asked_about_no_more(
    family, desk, worker, outside  # noqa: F811
):  # fmt: skip
    outside.faults("banks", {"kind": "busy"})
    case = visiting(family)
    worker(at(TUESDAY))
    clerk, counter = desk("clerk"), desk("counter")
    address = f"/desk/cases/{case.number}/checks/withdraw/"
    assert counter.post(address, {"person": family.son.pk, "words": "来说了"}).status_code == 403
    said = clerk.post(address, {"person": family.son.pk, "words": ""}, follow=True)
    assert "没有登记: 请写明本人怎样提出撤回" in said.content.decode()
    said = clerk.post(address, {"person": family.son.pk, "words": "本人到场"}, follow=True)
    assert "1 个还没有答复的请求已停下" in said.content.decode()
    assert "没有同意, 不核对" in said.content.decode()
    assert Request.objects.get(person=family.son, provider="banks").state == "stopped"


def test_whose_answers_are_looked_at_can_read_that(family, desk, worker):  # noqa: F811
    case = visiting(family)
    worker(at(TUESDAY))
    page(desk("clerk"), case)
    page(desk("clerk"), case)
    looked = DataUse.objects.filter(person=family.son, fact="外部核对的结果")
    assert looked.count() == 1


def test_the_report_asks_the_database_a_dozen_questions_at_most(
    family, desk, worker, outside  # noqa: F811
):  # fmt: skip
    outside.believe(str(family.mother.id_number), **{**NOTHING, "pension": 240_000,
                                                     "vehicle": True})  # fmt: skip
    case = visiting(family)
    worker(at(TUESDAY))
    client = desk("clerk")
    page(client, case)
    seen = page(client, case, "").split("checks/?seen=")[1].split('"')[0]
    address = f"/desk/cases/{case.number}/checks/?seen={seen}"
    assert len(asked(client, address)) <= MOST, asked(client, address)


@pytest.mark.parametrize("item", ["relief/temporary", "relief/medical"])
def test_what_is_not_checked_outside_says_nothing_of_it(item):
    from yingzhou.kernel.catalogue.items import items

    assert items()[item].apply.checks is None


def test_what_was_told_outside_is_one_of_the_choices_where_it_differs(
    family, desk, worker, outside  # noqa: F811
):  # fmt: skip
    outside.believe(str(family.mother.id_number), **{**NOTHING, "money": 1_000_000,
                                                     "pension": 240_000})  # fmt: skip
    case = visiting(family)
    worker(at(TUESDAY))
    clerk = desk("clerk")
    shown = page(clerk, case, "answers/")
    assert "按外部核对: 2,400.00 元" in shown
    assert "1 处不一致, 已标出; 1 处还没有写明按哪个算" in shown
    name = shown.split('.by" value="outside"')[0].rpartition('name="')[2]
    done = clerk.post(
        f"/desk/cases/{case.number}/verify/", {f"{name}.by": "outside"}, follow=True
    ).content.decode()
    assert "核实结果已登记(1 处)" in done
    case.refresh_from_db()
    assert case.answers["verified"][name.removeprefix("v.")]["by"] == "outside"
    assert "按外部核对" in page(clerk, case, "answers/")
    assert "已写明按哪个算" in page(clerk, case)


def test_a_person_takes_it_back_on_their_own_page(family, desk, worker, outside):  # noqa: F811
    outside.faults("banks", {"kind": "busy"})
    case = visiting(family)
    worker(at(TUESDAY))
    son = signed_in(family.son)
    shown = son.get("/my/uses/").content.decode()
    assert "我同意过的核对" in shown
    assert f"{case.number} 最低生活保障: 家庭经济状况核对" in shown
    consent = Consent.objects.get(person=family.son)
    mothers = Consent.objects.get(person=family.mother)
    said = son.post(f"/my/consents/{mothers.pk}/withdraw/", follow=True).content.decode()
    assert "没有撤回: 没有找到这份同意" in said
    said = son.post(f"/my/consents/{consent.pk}/withdraw/", follow=True).content.decode()
    assert "已撤回" in said
    assert "我同意过的核对" not in said
    assert Request.objects.get(person=family.son, provider="banks").state == "stopped"
    assert "没有同意, 不核对" in page(desk("clerk"), case)


def test_he_changes_his_mind_on_his_own_page_and_both_stay_on_record(
    family, desk, worker, outside  # noqa: F811
):  # fmt: skip
    case = visiting(family)
    worker(at(TUESDAY))
    son, mother = signed_in(family.son), signed_in(family.mother)
    given = Consent.objects.get(person=family.son)
    son.post(f"/my/consents/{given.pk}/withdraw/")
    shown = son.get("/my/uses/").content.decode()
    assert "我撤回的同意" in shown
    assert "我撤回的同意" not in mother.get("/my/uses/").content.decode()
    answer = mother.post(f"/my/consents/{given.pk}/again/", follow=True).content.decode()
    assert "没有找到这份撤回的同意" in answer, "nobody agrees for another"
    said = son.post(f"/my/consents/{given.pk}/again/", follow=True).content.decode()
    assert "已重新同意, 接着核对" in said
    assert "我撤回的同意" not in said
    assert "我同意过的核对" in said
    assert Consent.objects.filter(person=family.son, about=case.number).count() == 2


def test_the_desk_ticks_that_it_saw_the_new_paper(family, desk, worker, outside):  # noqa: F811
    case = visiting(family)
    worker(at(TUESDAY))
    clerk = desk("clerk")
    clerk.post(f"/desk/cases/{case.number}/checks/withdraw/",
               {"person": family.son.pk, "words": "本人当面提出"})  # fmt: skip
    shown = page(clerk, case, "")
    assert "看过王建国重新签字的授权书" in shown
    assert "有人撤回了核对的同意" in clerk.get("/desk/").content.decode()
    told = clerk.post(
        f"/desk/cases/{case.number}/consent/", {"again": "1"}, follow=True
    ).content.decode()
    assert "已登记: 看过签字的授权书, 可以核对了" in told
    assert "重新签字的授权书" not in page(clerk, case, "")
