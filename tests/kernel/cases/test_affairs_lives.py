"""What is particular to affairs and safeguards: two periods of a divorce, an adoption that waits
for parents, information asked for, ratings put right, certificates of the village."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at, called
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, Clock, Consultation
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.cases.services.work import answer_consultation
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Letter


def test_who_is_old_enough_and_free_marries_the_same_day(world):
    case = _asked(world, "marriage/marry", members=_couple(world, **_bride), kin=False)
    world.step(case, "accept", world.counter, MONDAY)
    assert case.promised_on == MONDAY  # 当场登记
    world.step(case, "grant", world.counter, MONDAY)
    assert case.outcome == "granted"


def test_who_is_married_already_does_not_marry(world):
    members = _couple(world, **_bride)
    members[1]["values"]["married"] = True
    case = _asked(world, "marriage/marry", members=members, kin=False)
    world.step(case, "accept", world.counter, MONDAY)
    with pytest.raises(CaseFault, match="不符合"):
        world.step(case, "grant", world.counter, MONDAY)
    world.step(case, "refuse", world.counter, MONDAY, "女方登记有配偶, 不符合结婚条件")
    assert case.outcome == "refused"


def test_a_divorce_cools_off_thirty_days_and_is_collected_within_thirty_more(world):
    case = _divorce(world)
    assert (case.stage, case.due_on) == ("cooling", date(2026, 4, 1))
    assert "4月1日" in _letter(case)
    with pytest.raises(NotYours):
        world.step(case, "cooled", world.counter, date(2026, 3, 20))
    assert fire_ended(at(date(2026, 4, 1))) == 0  # the last day still counts
    assert fire_ended(at(date(2026, 4, 2))) == 1
    case.refresh_from_db()
    assert (case.stage, case.due_on) == ("collect", date(2026, 5, 6))  # past the holidays of May
    world.step(case, "grant", world.counter, date(2026, 4, 2), both="是", still="是")
    assert case.outcome == "granted"


def test_the_second_period_begins_when_the_first_has_ended_not_when_the_worker_woke_up(world):
    case = _divorce(world, date(2026, 6, 1))
    assert case.due_on == date(2026, 7, 1)
    fire_ended(at(date(2026, 7, 3)))  # the worker stood still for a day
    case.refresh_from_db()
    assert case.due_on == date(2026, 7, 31)


def test_either_of_the_two_withdraws_while_it_cools_off(world):
    case = _divorce(world)
    world.step(case, "revoke", world.counter, date(2026, 3, 30), who="另一方")
    assert case.outcome == "withdrawn"
    assert not Clock.objects.filter(case=case, ended_at=None).exists()


def test_who_does_not_collect_has_withdrawn(world):
    case = _divorce(world)
    fire_ended(at(date(2026, 4, 2)))
    assert fire_ended(at(date(2026, 5, 6))) == 0
    assert fire_ended(at(date(2026, 5, 7))) == 1
    case.refresh_from_db()
    assert (case.outcome, case.is_open) == ("withdrawn", False)
    assert "视为撤回" in _letter(case)


def test_an_adoption_waits_sixty_days_for_parents_and_its_own_time_stands_still(world):
    bureau, head = factories.user_with("bureau"), factories.user_with("bureau")
    case = _asked(world, "adoption/register", members=_foundling(world), children="0",
                  single=False, agreed=True)  # fmt: skip
    world.step(case, "accept", bureau, MONDAY)
    examine = Clock.objects.get(case=case, key="examine")
    assert (case.stage, examine.due_on) == ("evaluate", None)
    found = {"visitors": "张三、李四", "passed": "是", "report": "合适"}
    world.step(case, "evaluated", bureau, date(2026, 3, 30), **found)
    published = {"published_on": "2026-04-07", "paper": "解放日报"}
    world.step(case, "publish", bureau, date(2026, 4, 7), **published)
    assert case.due_on == date(2026, 6, 8)  # sixty days end on a Saturday
    assert fire_ended(at(date(2026, 6, 9))) == 1
    case.refresh_from_db()
    assert case.stage == "examine"
    _answered(case)
    world.step(case, "propose", bureau, date(2026, 6, 10))
    with pytest.raises(CaseFault, match="另一个人"):
        world.step(case, "grant", bureau, date(2026, 6, 11))
    world.step(case, "grant", head, date(2026, 6, 11))
    assert case.outcome == "granted"


def test_information_is_answered_twenty_workdays_after_it_was_made_clear(world):
    bureau = factories.user_with("bureau")
    case = _asked(world, "oversight/disclosure_request", what="那个文件", form="当面看")
    assert (case.due_on, case.promised_on) == (date(2026, 3, 11), date(2026, 3, 30))
    world.step(case, "ask", bureau, date(2026, 3, 4), lines="是哪一年的文件")
    assert case.stage == "supplement"
    world.step(case, "supply", world.counter, date(2026, 3, 16), "是 2024 年的那一份")
    assert case.promised_on == date(2026, 4, 14)  # 20 workdays anew, 清明 on 6 April left out
    world.step(case, "begin", bureau, date(2026, 3, 17))
    world.step(case, "ask_third", bureau, date(2026, 3, 18), "和一家养老院有关")
    assert case.due_on == date(2026, 4, 9)  # 15 workdays for the third party
    world.step(case, "third_said", bureau, date(2026, 3, 25), agrees="否", why="商业秘密")
    assert case.promised_on == date(2026, 4, 21)  # five workdays did not count
    world.step(
        case,
        "refuse",
        bureau,
        date(2026, 3, 26),
        "申请的内容属于别的单位的商业秘密",
        ground="商业秘密或个人隐私",
    )
    assert case.outcome == "refused"


def test_who_does_not_say_more_has_given_up_asking(world):
    case = _asked(world, "oversight/disclosure_request", what="那个文件", form="当面看")
    world.step(case, "ask", factories.user_with("bureau"), MONDAY, lines="是哪一年的文件")
    fire_ended(at(case.due_on + timedelta(days=1)))
    case.refresh_from_db()
    assert case.outcome == "lapsed"


def test_a_bad_rating_is_called_back_in_one_day_and_put_right_in_five_or_fifteen(world):
    case = _asked(world, "counters/rectification", channel="district", about="2026-1",
                  stars="1 星", words="排了两小时")  # fmt: skip
    assert (case.due_on, case.promised_on) == (date(2026, 3, 3), date(2026, 3, 9))
    world.step(case, "as_complex", world.counter, date(2026, 3, 3), "打过电话, 取号机坏了")
    assert case.promised_on == date(2026, 3, 23)  # fifteen workdays from the rating, not the call
    world.step(case, "fixed", world.counter, date(2026, 3, 10), "换了取号机", what="换机器",
               told_on="2026-03-10")  # fmt: skip
    bureau = factories.user_with("bureau")
    world.step(case, "unsatisfied", bureau, date(2026, 3, 11), "还是慢",
               **called(date(2026, 3, 11), "还要等半个小时"))  # fmt: skip
    assert case.stage == "again"
    world.step(case, "fixed", world.counter, date(2026, 3, 12), "加了窗口", what="加窗口",
               told_on="2026-03-12")  # fmt: skip
    with pytest.raises(CaseFault, match="本人怎么说"):  # that they are content is no click
        world.step(case, "satisfied", bureau, date(2026, 3, 13))
    world.step(case, "satisfied", bureau, date(2026, 3, 13), **called(date(2026, 3, 13)))
    assert case.outcome == "done"


def test_a_slip_of_the_finger_is_judged_by_somebody_else(world):
    case = _asked(world, "counters/rectification", channel="district", about="2026-1",
                  stars="1 星", words="很好")  # fmt: skip
    world.step(case, "dispute", world.counter, MONDAY, "本人说点错了")
    with pytest.raises(NotYours):
        world.step(case, "exclude", world.counter, MONDAY, "点错了")
    world.step(case, "exclude", factories.user_with("bureau"), MONDAY, "本人书面说点错了")
    assert case.outcome == "ended"


def test_a_complaint_is_owned_by_whoever_was_asked_first_and_asked_back_about(world):
    case = _asked(world, "oversight/complaint", user=world.counter, kind="养老机构", who="某院",
                  what="饭菜差", open=False)  # fmt: skip
    assert (case.owner, case.due_on) == (world.counter, date(2026, 3, 3))
    world.step(case, "to_town", world.counter, MONDAY, "养老院在庙镇")
    assert case.promised_on == date(2026, 3, 23)
    world.step(case, "answer_town", world.clerk, date(2026, 3, 9), "已要求改菜单")
    assert (case.by, case.due_on) == ("applicant", date(2026, 3, 16))
    with pytest.raises(NotYours, match="解决没解决由本人说"):
        world.step(case, "settle", world.clerk, date(2026, 3, 10))
    world.step(case, "unsettled", world.counter, date(2026, 3, 10), "本人来电话说没有改",
               still="没有改")  # fmt: skip
    world.step(
        case, "answer_again", factories.user_with("bureau"), date(2026, 3, 12), "查过, 换了厨师"
    )
    assert (case.outcome, case.owner) == ("done", world.counter)


def test_the_village_certifies_what_it_has_seen(world):
    cadre = factories.user_with("village", world.village)
    case = _asked(world, "neighbourhoods/cert_residence", user=cadre, address="启瀛村 1 号",
                  since="2020-01", house="自己家的", for_whom="某法院")  # fmt: skip
    assert case.due_on == date(2026, 3, 5)
    with pytest.raises(CaseFault, match="要证明的话"):
        world.step(case, "issue", cadre, MONDAY, how=["上门看过"])
    world.step(
        case, "issue", cadre, MONDAY, "王秀英从 2020 年 1 月起住在启瀛村 1 号", how=["上门看过"]
    )
    letter = Letter.objects.get(about=f"case:{case.pk}")
    assert (letter.title, letter.template) == ("居住情况证明书", "certificate")
    said = json.loads(str(letter.content))
    assert said["paragraphs"][:2] == [
        "经核实, 王秀英从 2020 年 1 月起住在启瀛村 1 号。", "特此证明。"
    ]  # fmt: skip
    assert ["何时住起", "2020年1月"] in said["facts"]
    assert said["signed_by"].endswith("启瀛村村民委员会"), "the village certifies, not the bureau"


def test_a_place_for_ashes_is_decided_by_two_people_and_kept_a_month(world):
    case = _asked(world, "funerals/ash_hall", dead="王大", relation="丈夫或妻子", pair=True,
                  dead_identity=factories.id_number(date(1940, 1, 1)))  # fmt: skip
    world.step(case, "wait", world.clerk, MONDAY)
    fire_ended(at(date(2026, 4, 3)))
    case.refresh_from_db()
    assert case.stage == "waiting"
    assert fire_ended(at(date(2026, 4, 3))) == 0  # told once
    world.step(case, "propose", world.clerk, date(2026, 4, 7))
    world.step(case, "grant", world.approver, date(2026, 4, 8))
    world.step(case, "chosen", world.counter, date(2026, 4, 10), spot="二区三排五号")
    world.step(case, "placed", world.clerk, date(2026, 4, 20), placed_on="2026-04-19")
    assert case.outcome == "granted"


_bride = {"sex": "女", "birth_date": "1999-08-08"}
_yes = {"willing": True, "married": False, "comes": True, "card": True, "signs": True}


def _couple(world, **other) -> list[dict]:
    own = {"sex": "男", "birth_date": "1980-05-01"} | _yes | {"limited": False}
    return [
        {"person": world.son.pk, "name": "王建国", "relation": "本人", "values": own},
        {"person": None, "name": "李梅", "relation": "对方", "values": own | other},
    ]


def _divorce(world, day: date = MONDAY) -> Case:
    case = _asked(world, "marriage/divorce", members=_couple(world), agreement=True,
                  mainland=True, book=True, minors=False)  # fmt: skip
    world.step(case, "accept", world.counter, day)
    return case


def _foundling(world) -> list[dict]:
    parent = {"role": "收养人", "married": True, "able": True, "ill": False, "record": False}
    child = {
        "role": "被收养人", "birth_date": "2025-06-01", "sex": "女", "situation": "查找不到生父母",
        "step": False, "nephew": False, "giver": "儿童福利机构", "in_home": True,
        "child_agrees": False,
    }  # fmt: skip
    own = {"sex": "男", "birth_date": "1980-05-01"} | parent
    wife = {"sex": "女", "birth_date": "1982-05-01"} | parent
    return [
        {"person": world.son.pk, "name": "王建国", "relation": "本人", "values": own},
        {"person": None, "name": "李梅", "relation": "配偶", "values": wife},
        {"person": None, "name": "小花", "relation": "孩子", "values": child},
    ]


def _asked(world, code: str, channel: str = "counter", members=None, user=None, **values) -> Case:
    """An application of the son's with what the registers know and these answers, as typed."""
    item = items()[code]
    found = known.prefill(item.apply, world.son, MONDAY)
    fields = {field.key: field for field in item.apply.form}
    read = {key: forms.read(fields[key], value) for key, value in values.items()}
    found["values"] |= {"phone": "13900000000"} | read
    found["members"] = members or found["members"]
    found["papers"] = [paper.key for paper in item.apply.materials]
    request = Request(item, world.son, channel, found, place=world.town)
    return intake(request=request, user=user or world.clerk, at=at(MONDAY))


def _answered(case: Case) -> None:
    for one in Consultation.objects.filter(case=case):
        department = factories.user_with("department", unit=one.unit)
        answer_consultation(
            consultation=one.pk, user=department, agrees=True, answer="属实", at=at(MONDAY)
        )


def _letter(case: Case) -> str:
    found = Letter.objects.filter(about=f"case:{case.pk}").order_by("-pk")[0]
    return f"{found.title} {found.content}"


def test_what_the_village_does_not_certify_it_refuses_in_its_own_name(world):
    cadre = factories.user_with("village", world.village)
    case = _asked(world, "neighbourhoods/cert_residence", user=cadre, address="启瀛村 1 号",
                  since="2020-01", house="自己家的", for_whom="某法院")  # fmt: skip
    world.step(case, "refuse", cadre, MONDAY, "上门看过, 本人不住在这里, 住在别的村")
    letter = Letter.objects.get(about=f"case:{case.pk}")
    assert letter.signed_by == "庙镇启瀛村村民委员会"
    assert letter.number.startswith("庙镇启瀛村证〔2026〕")
