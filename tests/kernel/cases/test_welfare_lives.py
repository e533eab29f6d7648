"""What is particular to some matters: urgent help first, waiting lists, hearings, assessments."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.conftest import signed_in
from yingzhou.core import money
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import known, words
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Consultation, Decision
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.cases.services.work import answer_consultation
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.people.models import DisabilityCertificate, Person, Residence

VISIT = {"visited_on": "2026-03-03", "visitors": "张三、李四", "living": "房子烧了"}
TUESDAY, FRIDAY = date(2026, 3, 3), date(2026, 3, 6)


def test_who_has_nothing_to_eat_today_is_paid_first_and_the_file_follows(world):
    case = _asked(world, "relief/temporary", event="意外", story="着火", urgent=True, need="3000",
                  lasts="1")  # fmt: skip
    world.step(case, "urgent", world.clerk, MONDAY, "房子烧了, 没地方住")
    assert (case.stage, case.due_on) == ("urgent", TUESDAY)
    with pytest.raises(CaseFault, match="不能小于 1 元"):  # nothing is no help
        world.step(case, "pay", world.approver, MONDAY, assessed="0", months="1")
    world.step(case, "pay", world.approver, MONDAY, assessed="1200.50", months="1")
    decision = Decision.objects.get(case=case)
    assert decision.amount == 120_050  # as assessed at home, not as asked for
    rests = {one["label"]: one for one in decision.inputs["grounds"]}["申请金额"]
    assert (rests["value"], rests["by"]) == ("1,200.50 元", "按核定")
    assert "1,200.50" in str(Letter.objects.get(about=f"case:{case.pk}").content)
    assert (case.is_open, case.stage) == (True, "complete")
    world.step(case, "completed", world.clerk, FRIDAY, **VISIT)
    assert (case.is_open, case.outcome) == (False, "granted")


def test_help_never_goes_above_what_the_law_allows(world):
    case = _asked(world, "relief/temporary", event="重病", story="住院", urgent=False,
                  need="900000", lasts="12")  # fmt: skip
    world.step(case, "accept", world.clerk, MONDAY)
    found = {key: value for key, value in VISIT.items() if key != "living"}
    world.step(case, "small", world.clerk, TUESDAY, **found, assessed="800000", months="12")
    world.step(case, "grant", world.approver, FRIDAY)
    months, people = 3, 2
    assert Decision.objects.get(case=case).amount == 165_000 * months * people


def test_what_nobody_assessed_is_not_paid_as_it_was_asked_for(world):
    """The clerk proposed a refusal; whoever would grant it all the same sends it back first."""
    case = _asked(world, "relief/temporary", event="重病", story="住院", urgent=False,
                  need="3000", lasts="1")  # fmt: skip
    world.step(case, "accept", world.clerk, MONDAY)
    world.step(case, "unfit", world.clerk, TUESDAY, "没有住院", **VISIT)
    with pytest.raises(CaseFault, match="核定困难金额: 提出来的时候没有写, 先退回重新核实"):
        world.step(case, "grant", world.approver, FRIDAY)
    world.step(case, "back", world.approver, FRIDAY, "医院说住过")
    found = {key: value for key, value in VISIT.items() if key != "living"}
    world.step(case, "small", world.clerk, FRIDAY, **found, assessed="1200", months="1")
    world.step(case, "grant", world.approver, FRIDAY)
    assert Decision.objects.get(case=case).amount == 120_000


def test_what_the_rule_computed_is_the_only_amount(world):
    """A typed amount beside it is refused with both figures, and the page does not ask for it."""
    case = _asked(world, "eldercare/senior_allowance", birth_date="1950-05-01",
                  what="第一次领", bank="中国农业银行", delivery="村居送到家")  # fmt: skip
    Case.objects.filter(pk=case.pk).update(stage="decide", by="town", desk=world.town)
    page = signed_in(world.approver).get(f"/desk/cases/{case.number}/")
    assert "核定多少元" not in page.content.decode()
    with pytest.raises(CaseFault, match=r"9,999\.00 元, 系统按规定算出的是 150\.00 元"):
        world.step(case, "grant", world.approver, MONDAY, amount="9999")
    world.step(case, "grant", world.approver, MONDAY)
    assert Decision.objects.get(case=case).amount == money.parse_yuan("150")


def test_nothing_is_granted_to_the_dead_on_a_click(world):
    """The register learns of a death while the matter runs: the page says so, and whoever grants it
    all the same (the family goes on with it) writes why."""
    case = _asked(world, "eldercare/senior_allowance", birth_date="1950-05-01",
                  what="第一次领", bank="中国农业银行", delivery="村居送到家")  # fmt: skip
    Case.objects.filter(pk=case.pk).update(stage="decide", by="town", desk=world.town)
    page = f"/desk/cases/{case.number}/"
    assert "去世" not in signed_in(world.approver).get(page).content.decode()
    Person.objects.filter(pk=case.applicant_id).update(death_date=date(2026, 2, 27))
    case.refresh_from_db()
    told = signed_in(world.approver).get(page).content.decode()
    assert "登记里写着申请人2026年2月27日去世" in told
    assert "请写明为什么仍可以同意" in told.partition('id="way-grant"')[2]
    with pytest.raises(CaseFault, match="登记里写着申请人2026年2月27日去世"):
        world.step(case, "grant", world.approver, MONDAY)
    world.step(case, "grant", world.approver, MONDAY, "去世前一个月的, 由儿子领")
    assert Decision.objects.get(case=case).result == "grant"


def test_where_no_rule_computes_somebody_names_the_amount(world):
    case = _asked(world, "relief/comprehensive", need=["看病"], story="老伴住院", cost="5000")
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "propose", world.clerk, TUESDAY)
    with pytest.raises(CaseFault, match="核定金额"):
        world.step(case, "grant", world.approver, FRIDAY)
    world.step(case, "grant", world.approver, FRIDAY, amount="2000")
    assert Decision.objects.get(case=case).amount == money.parse_yuan("2000")
    letter = Letter.objects.filter(about=f"case:{case.pk}").order_by("-pk")[0]
    assert "2,000.00 元" in str(letter.content)


def test_a_place_that_nobody_takes_goes_to_the_next_and_the_queue_is_kept(world):
    case = _asked(world, "eldercare/day_care", days="5", transport=True)
    world.step(case, "accept", world.clerk, MONDAY, place="3")
    assert case.due_on == date(2026, 6, 2)
    assert fire_ended(at(date(2026, 6, 3))) == 1  # told every three months
    case.refresh_from_db()
    assert (case.stage, case.due_on) == ("waiting", date(2026, 9, 2))
    assert fire_ended(at(date(2026, 6, 4))) == 0
    world.step(case, "offer", world.clerk, date(2026, 6, 8), where="庙镇日间照护中心, 六月十五日起")
    assert (case.by, case.due_on) == ("applicant", date(2026, 6, 15))
    fire_ended(at(date(2026, 6, 16)))
    case.refresh_from_db()
    assert (case.stage, case.is_open) == ("waiting", True)
    world.step(case, "offer", world.clerk, date(2026, 6, 22), where="庙镇日间照护中心")
    world.step(case, "take", world.counter, date(2026, 6, 23))
    world.step(case, "admit", world.clerk, date(2026, 6, 24), starts_on="2026-06-29")
    assert case.outcome == "done"


def test_nobody_loses_an_allowance_unheard(world):
    case = _asked(world, "relief/dibao_stop", channel="district", ground="收入超过标准",
                  evidence="社保核对, 2026-02-20", from_month="2026-05")  # fmt: skip
    world.step(case, "tell", world.clerk, MONDAY, "儿子二月起有工资", facts="月工资 6000 元")
    assert (case.stage, case.by, case.due_on) == ("reply", "applicant", date(2026, 3, 16))
    notice = Letter.objects.get(about=f"case:{case.pk}")
    assert json.loads(str(notice.content))["facts"] == [
        ["情形", "收入超过标准"], ["核实到的情况", "月工资 6000 元"],
        ["拟停发的月份", "2026年5月"],
    ]  # fmt: skip
    assert "社保核对" not in str(notice.content), "where it came from stays in the file"
    with pytest.raises(CaseFault):
        world.step(case, "uphold", world.approver, FRIDAY, "不等了")
    assert fire_ended(at(date(2026, 3, 17))) == 1
    case.refresh_from_db()
    assert case.stage == "weigh"
    with pytest.raises(CaseFault, match="请村居议事"):
        world.step(case, "uphold", world.approver, date(2026, 3, 18), "收入超过标准, 期满没有意见")
    world.step(case, "to_village", world.clerk, date(2026, 3, 18))
    village = factories.user_with("village", world.village)
    world.step(case, "deliberated", village, date(2026, 3, 19), met_on="2026-03-19", heard="否",
               present="村主任、邻居甲、村民代表乙", agreed="2", opposed="1",
               opinion="两个人认为应当停, 一个人认为再等等")  # fmt: skip
    world.step(case, "uphold", world.approver, date(2026, 3, 20), "收入超过标准, 期满没有意见")
    assert (case.outcome, Decision.objects.get(case=case).result) == ("ended", "refuse")


def test_an_assessment_takes_two_people_and_an_expert(world):
    case = _asked(world, "eldercare/needs_assessment", insured="居民医保", reason="第一次评",
                  when="平时上午", phone="13900000000")  # fmt: skip
    world.step(case, "accept", world.counter, MONDAY)
    seen = VISIT | {"findings": "洗澡要人帮", "proposed": "照护二级"}
    world.step(case, "visit", world.clerk, TUESDAY, **seen)
    bureau = factories.user_with("bureau")
    with pytest.raises(CaseFault, match="还在等评估专家的意见"):
        world.step(case, "conclude", bureau, FRIDAY, what="照护二级")
    _answered(case)
    world.step(case, "conclude", bureau, FRIDAY, what="照护二级")
    assert case.outcome == "done"
    assert "结果是 照护二级" in str(Letter.objects.get(about=f"case:{case.pk}").content)


def test_a_report_about_a_child_goes_out_at_once(world):
    case = _asked(world, "children/report", what=["被打骂虐待"], where="启瀛村 5 组", now=True,
                  village="庙镇启瀛村", who="邻居")  # fmt: skip
    assert case.due_on == MONDAY  # 立即
    world.step(case, "dispatch", world.clerk, MONDAY)
    asked = Consultation.objects.filter(case=case).order_by("pk")
    assert asked.count() == 3
    assert asked[0].due_on == MONDAY
    seen = VISIT | {"visited_on": "2026-03-02", "state": "身上有伤", "measure": "在外婆家"}
    world.step(case, "in_danger", world.clerk, MONDAY, **seen)
    _answered(case)
    factories.person("陈小明", date(2018, 5, 1), home=world.village, household="H2")
    found = {"kind": "监护不当", "risk": "高", "child": "陈小明 2018-05-01"}
    world.step(case, "assess", world.clerk, FRIDAY, **VISIT, **found)
    bureau = factories.user_with("bureau")
    world.step(case, "plan", bureau, date(2026, 3, 9), plan="每周上门", visits="每周",
               told_how="电话", told_on="2026-03-09")  # fmt: skip
    assert case.outcome == "done"


def test_who_alone_sees_a_child_in_danger_puts_it_down_at_once(world):
    """Two are asked for where it is said that nothing is wrong."""
    case = _asked(world, "children/report", what=["被打骂虐待"], where="启瀛村 5 组", now=True,
                  village="庙镇启瀛村", who="邻居")  # fmt: skip
    world.step(case, "dispatch", world.clerk, MONDAY)
    seen = {
        "visited_on": "2026-03-02",
        "visitors": "张三",
        "state": "身上有伤",
        "measure": "在派出所",
    }
    with pytest.raises(CaseFault, match="两人以上"):
        world.step(case, "no_danger", world.clerk, MONDAY, "看过了", **seen)
    world.step(case, "in_danger", world.clerk, MONDAY, **seen)
    assert case.stage == "assessing"
    _answered(case)
    found = {"visited_on": "2026-03-06", "visitors": "张三", "kind": "监护不当", "risk": "高"}
    with pytest.raises(CaseFault, match="两人以上"):
        world.step(case, "assess", world.clerk, FRIDAY, **found)


def test_the_review_of_an_allowance_asks_for_no_paper(world):
    case = _asked(world, "relief/dibao_review", channel="district")
    world.step(case, "collected", world.clerk, MONDAY)
    world.step(case, "change", world.clerk, TUESDAY, "儿子有收入了", **VISIT)
    world.step(case, "answer", world.counter, FRIDAY, agrees="是")
    world.step(case, "adjust", world.approver, date(2026, 3, 9))
    decision = Decision.objects.get(case=case)
    assert (decision.result, decision.effective_from) == ("grant", date(2026, 4, 1))


def test_the_care_allowance_counts_from_the_month_of_the_application(world):
    """民发〔2021〕70号; the disability register and the federation spare every paper."""
    DisabilityCertificate.objects.create(
        person=world.mother, category=4, grade=1, valid_from=date(2020, 1, 1)
    )
    case = _asked(world, "disability/care_allowance", injury_care=False, other_care="0")
    world.step(case, "accept", world.counter, MONDAY)
    _answered(case)
    world.step(case, "propose", world.clerk, date(2026, 3, 31))
    bureau = factories.user_with("bureau")
    world.step(case, "grant", bureau, date(2026, 4, 2))
    decision = Decision.objects.get(case=case)
    assert (decision.amount, decision.effective_from) == (30_000, date(2026, 3, 1))


def test_who_proposes_what_the_rules_refuse_says_why(world):
    DisabilityCertificate.objects.create(
        person=world.mother, category=4, grade=4, valid_from=date(2020, 1, 1)
    )
    case = _asked(world, "disability/care_allowance", injury_care=False, other_care="0")
    world.step(case, "accept", world.counter, MONDAY)
    _answered(case)
    with pytest.raises(CaseFault, match="规则算出的结果是“不符合”, 和您的建议不同"):
        world.step(case, "propose", world.clerk, TUESDAY)
    world.step(case, "propose", world.clerk, TUESDAY, "残疾证正在换, 新证是一级")
    assert case.stage == "confirm"


def _asked(world, code: str, channel: str = "counter", **values) -> Case:
    """An application with what the registers know and these answers, as typed."""
    item = items()[code]
    found = known.prefill(item.apply, world.mother, MONDAY)
    fields = {field.key: field for field in item.apply.form}
    read = {key: forms.read(fields[key], value) for key, value in values.items()}
    found["values"] |= {"account": "6222000011112222", "phone": "13900000000"} | read
    found["papers"] = [paper.key for paper in item.apply.materials]
    request = Request(item, world.mother, channel, found, place=world.town)
    return intake(request=request, user=world.clerk, at=at(MONDAY))


def _answered(case: Case) -> None:
    for one in Consultation.objects.filter(case=case):
        department = factories.user_with("department", unit=one.unit)
        answer_consultation(
            consultation=one.pk, user=department, agrees=True, answer="属实", at=at(TUESDAY)
        )


def test_an_address_written_out_whole_is_not_given_its_town_twice(world):
    home = world.mother.residences.get(kind=Residence.Kind.RESIDENT)
    item = items()["eldercare/needs_assessment"]
    names = tree_on(MONDAY).nodes
    town, village = names[world.town.pk].name, names[world.village.pk].name

    def shown() -> str:
        return known.prefill(item.apply, world.mother, MONDAY)["values"]["address"]

    home.address = "12 号"
    home.save()
    assert shown() == f"{town}{village}12 号"
    home.address = f"{town}启瀛 12 号"
    home.save()
    assert shown() == f"{town}启瀛 12 号"


def test_a_letter_names_a_law_and_not_that_we_have_not_found_its_number():
    texts = [words.article(item) for item in items().values()]
    assert any("没有查到" in one for one in texts)
    assert not [one for one in texts if "没有查到" in words.named(one)]


def test_a_visit_that_has_not_been_is_no_ground_to_enrol_anybody(world):
    case = _asked(world, "eldercare/meals", place="不知道哪家近, 请村居帮我选", deliver="否")
    cadre = factories.user_with("village", case.home)
    with pytest.raises(CaseFault, match="还没有到"):
        world.step(case, "enrol", cadre, MONDAY, seen_on="2026-03-05", seen_by="王强")
    world.step(case, "enrol", cadre, MONDAY, seen_on="2026-03-02", seen_by="王强")
    title = Letter.objects.get(about=f"case:{case.pk}").title
    assert title == "老年助餐登记通知书", "the word that both have stands once"


AHEAD = {"day", "starts_on"}
"""What a step fixes for later; every other day that it asks for is a day on which something was."""


def test_every_step_that_asks_when_something_was_takes_no_day_to_come():
    asked = {
        (item.code, way.key, one.key)
        for item in items().values() if item.apply is not None
        for way in item.apply.process.transitions.values()
        for one in way.asks if one.kind == "date" and not one.past and one.key not in AHEAD
    }  # fmt: skip
    assert not asked
