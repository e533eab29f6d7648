"""应退尽退: nobody gets less before they were heard; what was decided is paid; what falls comes
back."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest

from tests import factories
from tests.kernel.cases.conftest import at
from tests.kernel.cases.conftest import world as world  # noqa: PLC0414 - the fixture
from tests.support.residents import signed_in
from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.cases.effects import about
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import Award, Heard, RunLine
from yingzhou.kernel.payments.services import approving, awards, computing
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Enrolment, Household, LifeEvent, Residence
from yingzhou.kernel.people.services import enrol
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.selectors import phone
from yingzhou.kernel.visits.services import reporting, settling
from yingzhou.programmes.assistance.relief.models import ExitFinding
from yingzhou.programmes.assistance.relief.selectors.changed import changed

pytestmark = pytest.mark.django_db(transaction=True)
DIBAO = "relief/dibao"
CLERK, BOSS = audit.Actor(1, "计算甲"), audit.Actor(2, "审批乙")
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
VISIT = {"visited_on": "2026-04-14", "visitors": "张三、李四", "living": "儿子在厂里上班"}
TOO_MUCH = "儿子月工资五千元, 超过标准"
SAT_DOWN = {
    "met_on": "2026-04-20", "present": "村主任、邻居甲、村民代表乙", "heard": "是",
    "agreed": "3", "opposed": "0", "opinion": "都知道儿子上班了, 应当停",
}  # fmt: skip


@pytest.fixture
def family(world, settings, tmp_path):
    """On 低保 by award since January, the mother and her son, who earns little."""
    settings.VAR_DIR = tmp_path
    settings.SEALED_ROOT = tmp_path / "sealed"
    home = Household.objects.get(number="H1")
    for one in (world.mother, world.son):
        one.incomes.all().delete()
    home.assets.all().delete()
    factories.income(world.mother, since=date(2025, 7, 1))
    factories.income(world.son, since=date(2025, 7, 1), wage=60_000)
    factories.assets(home, since=date(2025, 7, 1), money=100_000, homes=0, floor_area=0)
    enrol(
        roll=Enrolment.Roll.DIBAO, holder=world.mother, since=date(2025, 12, 1),
        actor=audit.SYSTEM, at=at(date(2026, 3, 2)),
    )  # fmt: skip
    world.extra["home"] = home
    world.extra["award"] = awards.begin(
        benefit=benefits()[DIBAO], holder=home, payee=world.mother, since=date(2025, 12, 9),
        actor=CLERK, at=at(date(2025, 12, 9)),
    )  # fmt: skip
    return world


def earns(family, fen: int, since: date) -> None:
    family.son.incomes.filter(valid_to__gt=since).update(valid_to=since)
    factories.income(family.son, since=since, wage=fen)


def run(month: date, stop_clock):
    day = month.replace(day=5)
    stop_clock(at(day))
    district.forget(month)
    asked = computing.ask(month=month, actor=CLERK, at=at(day))
    made = computing.compute(run=asked, at=at(day))
    made.refresh_from_db()
    return approving.approve(run=made.pk, total=made.total, actor=BOSS, at=at(day, 15))


def line(made) -> RunLine:
    return made.lines.get(benefit=DIBAO)


def letter_of(case: Case, title: str) -> str:
    letter = Letter.objects.get(about=f"case:{case.pk}", title__endswith=title)
    content = json.loads(str(letter.content))
    return f"{content['paragraphs']} {content['facts']}"


def test_a_rise_in_income_lowers_nothing_before_the_family_was_heard(family, stop_clock):
    first = line(run(MARCH, stop_clock))
    earns(family, 500_000, APRIL)
    held = line(run(APRIL, stop_clock))
    assert (held.why, held.amount, held.before) == ("held", first.amount, first.amount)
    found = ExitFinding.objects.get()
    assert found.before == first.amount
    assert found.now == 0
    assert "王建国的月劳动收入: 600.00 元 → 5,000.00 元" in found.ground
    case = found.case
    assert (case.item, case.channel, case.is_open) == ("relief/dibao_review", "district", True)
    assert case.answers["values"]["finding"] == found.ground


def test_what_changed_is_said_in_words_and_not_in_ones_and_noughts(family):
    earns(family, 0, APRIL)
    family.son.incomes.filter(valid_from=APRIL).update(employed=False)
    family.son.incomes.filter(valid_to=APRIL).update(employed=True)
    home = Household.objects.get(number="H1")
    home.assets.update(valid_to=APRIL)
    factories.assets(home, since=APRIL, vehicle=True)
    said = changed(family.son, MARCH, APRIL)
    assert "王建国的就业: 是 → 否" in said
    assert "机动车: 没有 → 有" in said


def test_who_is_being_heard_is_not_found_a_second_time(family, stop_clock):
    run(MARCH, stop_clock)
    earns(family, 500_000, APRIL)
    run(APRIL, stop_clock)
    assert line(run(MAY, stop_clock)).why == "held"
    assert ExitFinding.objects.count() == 1


def test_who_is_being_heard_keeps_it_also_where_the_month_before_did_not_go_out(family, stop_clock):
    """As before the first run of an installation whose earlier years are sealed."""
    amount = line(run(MARCH, stop_clock)).amount
    earns(family, 500_000, APRIL)
    run(APRIL, stop_clock)
    june = line(run(date(2026, 6, 1), stop_clock))
    assert (june.why, june.amount, june.before) == ("held", amount, amount)
    assert ExitFinding.objects.count() == 1
    _to_the_hearing(family, stop_clock)
    august = line(run(date(2026, 8, 1), stop_clock))
    assert august.amount == amount, "the second of the two cases is open"


def test_who_is_not_being_heard_begins_anew_after_a_gap(family, stop_clock):
    run(MARCH, stop_clock)
    earns(family, 150_000, date(2026, 6, 1))
    june = line(run(date(2026, 6, 1), stop_clock))
    assert (june.why, june.before) == ("new", 0)


def test_from_the_review_through_the_hearing_to_the_stop_and_back(family, stop_clock):
    amount = line(run(MARCH, stop_clock)).amount
    earns(family, 500_000, APRIL)
    run(APRIL, stop_clock)
    stopping = _to_the_hearing(family, stop_clock)
    approver = family.approver
    with pytest.raises(CaseFault, match="请村居议事"):
        family.step(stopping, "uphold", approver, date(2026, 4, 20), "儿子月工资五千元, 超过标准")
    _sits_down(family, stopping)
    family.step(stopping, "uphold", approver, date(2026, 4, 22), "儿子月工资五千元, 超过标准")
    told = letter_of(stopping, "停发低保决定书")
    assert "['几个人认为应当停或减', '3']" in told
    assert SAT_DOWN["opinion"] in told
    assert Letter.objects.filter(title="停发低保决定书").exists(), "said once"
    assert "邻居甲" not in told, "who sat there stays unnamed"
    award = Award.objects.get()
    assert award.valid_to == MAY
    assert not run(MAY, stop_clock).lines.filter(benefit=DIBAO).exists()
    june = date(2026, 6, 1)
    stop_clock(at(june - timedelta(days=3)))
    reopen(case=stopping.pk, user=approver, stage="weigh", words="核实有误", at=clock.now())
    assert line(run(june, stop_clock)).amount == amount
    assert Heard.objects.get().revoked_at is not None


def test_what_ended_in_a_hearing_says_where_it_goes_on(family, stop_clock, client):
    run(MARCH, stop_clock)
    earns(family, 500_000, APRIL)
    run(APRIL, stop_clock)
    stopping = _to_the_hearing(family, stop_clock)
    client.force_login(family.clerk)
    page = client.get(f"/desk/cases/{stopping.previous.number}/").content.decode()
    assert "接着办的是" in page
    assert f"/desk/cases/{stopping.number}/" in page
    assert "没有要做的了" not in page
    _sits_down(family, stopping)
    family.step(stopping, "uphold", family.approver, date(2026, 4, 22), TOO_MUCH)
    page = client.get(f"/desk/cases/{stopping.previous.number}/").content.decode()
    assert "没有要做的了" in page


def test_the_family_reads_that_it_is_heard_then_what_was_decided_and_may_appeal(family, stop_clock):
    run(MARCH, stop_clock)
    earns(family, 500_000, APRIL)
    run(APRIL, stop_clock)
    stopping = _to_the_hearing(family, stop_clock)
    mother = signed_in(family.mother)
    home = mother.get("/my/household/").content.decode()
    assert "正在核实, 决定以前照发" in home
    assert f"/my/cases/{stopping.number}/" in home
    _sits_down(family, stopping)
    family.step(stopping, "uphold", family.approver, date(2026, 4, 22), TOO_MUCH)
    home = mother.get("/my/household/").content.decode()
    assert "2026年5月起不再发" in home
    assert "正在核实" not in home
    told = mother.get(f"/my/cases/{stopping.number}/").content.decode()
    assert "不服决定, 申请复核" in told
    assert TOO_MUCH in told
    assert "主动发起" in told
    assert "您填的" not in told
    assert "终止" not in told


def test_the_amount_that_was_decided_is_paid_and_nothing_below_it(family, stop_clock):
    first = line(run(MARCH, stop_clock)).amount
    earns(family, 150_000, APRIL)
    run(APRIL, stop_clock)
    case = ExitFinding.objects.get().case
    _signed(case)
    stop_clock(at(date(2026, 4, 14)))
    family.step(case, "collected", family.clerk, date(2026, 4, 14))
    with pytest.raises(CaseFault, match="不是没有变化"):
        family.step(case, "keep", family.clerk, date(2026, 4, 15), **VISIT)
    family.step(case, "change", family.clerk, date(2026, 4, 15), "儿子涨了工资", **VISIT)
    notice = letter_of(case, "拟调整低保金告知书")
    assert "王建国的月劳动收入: 600.00 元 → 1,500.00 元" in notice
    assert "2026年4月按登记算是" in notice, "which month, how much"
    assert "儿子在厂里上班" in notice
    assert "张三" not in notice, "who came is not repeated"
    family.step(case, "answer", family.counter, date(2026, 4, 16), agrees="是")
    family.step(case, "adjust", family.approver, date(2026, 4, 17))
    decided = Heard.objects.get()
    assert (decided.month, decided.before) == (MAY, first)
    amount = f"每月 {format_fen(decided.amount)} 元"
    assert f"按这些情况算, {amount}。" in notice, "announced was what was decided then"
    assert "儿子在厂里上班" in letter_of(case, "低保金调整决定书")
    paid = run(MAY, stop_clock)
    may = line(paid)
    assert (may.why, may.amount) == ("lowered", decided.amount)
    assert Award.objects.get().benefit == DIBAO, "what was reviewed is no second benefit"
    assert list(paid.lines.values_list("benefit", flat=True)) == [DIBAO], "paid once"
    assert may.amount < first
    earns(family, 160_000, date(2026, 6, 1))
    june = line(run(date(2026, 6, 1), stop_clock))
    assert (june.why, june.amount) == ("held", decided.amount)


def test_a_household_that_became_smaller_gets_what_the_rules_give_it(family, stop_clock):
    before = line(run(MARCH, stop_clock)).amount
    stop_clock(at(date(2026, 3, 11)))
    people.record_life_event(
        person=family.mother, kind=LifeEvent.Kind.DEATH, on=date(2026, 3, 10),
        source="村委会报告", actor=CLERK, at=at(date(2026, 3, 11)),
    )  # fmt: skip
    after = line(run(APRIL, stop_clock))
    assert (after.why, after.persons) == ("lowered", 1)
    assert after.amount < before
    assert not ExitFinding.objects.exists()


def test_who_moves_out_is_asked_about_and_it_ends_when_the_move_never_was(family, stop_clock):
    stop_clock(at(date(2026, 3, 11)))
    event = people.move(
        person=family.son, kinds=[Residence.Kind.REGISTERED, Residence.Kind.RESIDENT],
        division=None, address="", on=date(2026, 3, 10), source="公安", actor=CLERK,
        at=at(date(2026, 3, 11)),
    )  # fmt: skip
    found = ExitFinding.objects.get()
    assert (found.source, found.case.item) == ("event", "relief/dibao_review")
    people.reverse_life_event(
        event=event, reason="同名同姓, 是邻居", actor=CLERK, at=at(date(2026, 3, 12))
    )
    found.refresh_from_db()
    assert found.voided_at is not None
    assert (found.case.is_open, found.case.stage) == (False, "kept")


def test_who_alone_moves_out_leaves_the_money_and_the_hearing_to_those_who_stay(family, stop_clock):
    stop_clock(at(date(2026, 3, 11)))
    event = people.move(
        person=family.mother, kinds=[Residence.Kind.REGISTERED, Residence.Kind.RESIDENT],
        division=None, address="", on=date(2026, 3, 10), source="公安", actor=CLERK,
        at=at(date(2026, 3, 11)),
    )  # fmt: skip
    award, case = family.extra["award"], ExitFinding.objects.get().case
    award.refresh_from_db()
    assert award.payee == family.son
    assert case.applicant == family.son
    assert case.home_id == family.son.residences.first().division_id
    people.reverse_life_event(
        event=event, reason="同名同姓, 是邻居", actor=CLERK, at=at(date(2026, 3, 12))
    )
    award.refresh_from_db()
    assert award.payee == family.mother


def _signed(case: Case) -> None:
    for member in case.answers["members"]:
        member["values"] |= {"consent": True}
        member["signed"] = "窗口看过"
    case.save(update_fields=["answers"])


def _to_the_hearing(family, stop_clock) -> Case:
    """The review finds that they earn too much; they do not answer the notice."""
    case = ExitFinding.objects.get().case
    _signed(case)
    stop_clock(at(date(2026, 4, 14)))
    family.step(case, "collected", family.clerk, date(2026, 4, 14))
    said = VISIT | {"ground": "收入超过标准"}
    family.step(case, "stop", family.clerk, date(2026, 4, 15), "儿子月工资五千元", **said)
    made = Case.objects.get(item="relief/dibao_stop")
    assert (made.previous, made.answers["values"]["ground"]) == (case, "收入超过标准")
    family.step(made, "tell", family.clerk, date(2026, 4, 15), "儿子有工资", facts="月工资 5000 元")
    made.refresh_from_db()
    stop_clock(at(made.due_on + timedelta(days=1)))
    assert fire_ended(clock.now()) == 1
    made.refresh_from_db()
    assert made.stage == "weigh"
    return made


def _sits_down(family, case: Case) -> None:
    day = clock.today()
    village = factories.user_with("village", family.village)
    family.step(case, "to_village", family.clerk, day)
    with pytest.raises(CaseFault, match="3人以上"):
        family.step(case, "deliberated", village, day, **SAT_DOWN | {"present": "村主任"})
    family.step(case, "deliberated", village, day, **SAT_DOWN | {"met_on": day.isoformat()})
    assert case.stage == "weigh"


def test_the_page_shows_why_and_how_the_family_is_heard(
    family, stop_clock, client, django_assert_max_num_queries
):
    run(MARCH, stop_clock)
    earns(family, 500_000, APRIL)
    run(APRIL, stop_clock)
    client.force_login(family.approver)
    page = client.get("/desk/exits/").content.decode()
    assert "王*英" in page or "王**" in page
    assert "登记比对" in page
    found = ExitFinding.objects.get()
    with django_assert_max_num_queries(12):
        told = client.get(f"/desk/exits/{found.pk}/").content.decode()
    assert "5,000.00 元" in told
    assert found.case.number in told
    other = factories.user_with("town", factories.town("堡镇"))
    client.force_login(other)
    assert client.get(f"/desk/exits/{found.pk}/").status_code == 404
    assert "没有发现可能不再符合的家庭" in client.get("/desk/exits/").content.decode()


def test_who_saw_the_change_at_the_door_is_told_which_review_it_opened(family, stop_clock):
    """The second visitor confirms; the phones of both tell it at their next sync."""
    stop_clock(at(APRIL))
    first, second = family.clerk, factories.user_with("town", family.town)
    visit = Visit.objects.create(
        key="review:1", kind="review", data="sensitive", household=family.extra["home"],
        division=family.village, desk=family.town, role="town", people=2, user=first,
        second=second, asked_by="review:1", reason="定期复核", due_on=APRIL, basis="内部规定",
        state=Visit.State.ASSIGNED, made_at=at(APRIL),
    )  # fmt: skip
    values = {"met": "申请人", "members": "2", "work": "儿子上班了", "living": "平房两间",
              "changed": "有变化", "change": "儿子有工资了"}  # fmt: skip
    told = reporting.Told(
        uuid=uuid.uuid4(), how="done", visited_on=APRIL, seen=0, values=values, second=second
    )
    made = reporting.report(visit=visit.pk, told=told, user=first, at=at(APRIL))
    assert phone.opened_by(visit.pk) == []
    settling.confirm(record=made.pk, agrees=True, words="", user=second, at=at(APRIL))
    case = Case.objects.get(item="relief/dibao_review")
    opened = {"what": "低保复核", "number": case.number, "trouble": ""}
    for user in (first, second):
        assert [one["number"] for one in phone.bundle(user, APRIL)["opened"]] == [case.number]
    assert phone.opened_by(visit.pk) == [opened]


def test_what_others_told_is_weighed_against_what_they_get_and_not_against_the_review():
    assert about(items()["relief/dibao_review"]) == "最低生活保障"
    assert about(items()["relief/dibao"]) == "最低生活保障"
