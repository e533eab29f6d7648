"""A family applies for 低保: eight authorities are asked about it by themselves, and what they tell
stands beside what it declared."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.kernel.cases.conftest import MONDAY, NOT_AS_DECLARED, at
from tests.kernel.exchange.conftest import outside, process  # noqa: F401 - fixtures
from yingzhou.core import audit, events
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import verified
from yingzhou.kernel.cases.faults import CaseFault, Moved, NotYours
from yingzhou.kernel.cases.models import Clock, ClockPause, DataUse
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.services import agreed_again, checks, corrections
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.disclosure.models import PublicNotice
from yingzhou.kernel.disclosure.services import file_objection
from yingzhou.kernel.exchange.models import Consent, Inquiry, Request, Response
from yingzhou.kernel.exchange.services.sending import send_due
from yingzhou.kernel.notices.models import Message
from yingzhou.kernel.notices.services.messages import set_contact

TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)
NOTHING = {
    "wage": 0, "pension": 0, "other_income": 0, "employed": False, "schooling": "无",
    "illness": False, "money": 0, "vehicle": False, "premises": False, "homes": 0, "floor_area": 0,
    "married": False, "aid_elsewhere": False,
}  # fmt: skip


@pytest.fixture
def family(world, outside):  # noqa: F811
    """Outside they know of the two what they declare: nothing but savings of the mother's."""
    outside.believe(str(world.mother.id_number), **{**NOTHING, "money": 1_000_000})
    outside.believe(str(world.son.id_number), **NOTHING)
    return world


@pytest.fixture
def worker(stop_clock):
    """``worker(moment)``: a round of what happens by itself."""

    def one_round(moment: datetime) -> None:
        stop_clock(moment)
        events.hand_over_pending()
        checks.catch_up(moment)
        send_due(at=moment)
        stop_clock(moment + timedelta(minutes=1))
        events.hand_over_pending()

    return one_round


def visiting(world, **values):
    case = world.apply(**values)
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    return case


def places(case) -> dict[str, verified.Place]:
    apply = items()[case.item].apply
    today = verified.registers(apply, case, TUESDAY)
    return {one.key: one for one in verified.places(apply, case.answers, today)}


def test_when_the_matter_is_looked_into_the_eight_are_asked_about_both(family, worker):
    case = visiting(family)
    assert not Request.objects.exists()  # the worker's part
    worker(at(TUESDAY))
    assert Request.objects.filter(state="answered").count() == 16
    assert Inquiry.objects.get().about == case.number
    assert set(Consent.objects.values_list("how", flat=True)) == {"signed"}
    assert not [one for one in places(case).values() if one.differs]
    family.visited(case, family.clerk, TUESDAY)
    assert case.stage == "publicity"


def test_a_pension_that_nobody_declared_has_to_be_settled_and_counts(family, worker, outside):  # noqa: F811
    outside.believe(str(family.mother.id_number), **{**NOTHING, "money": 1_000_000,
                                                     "pension": 240_000})  # fmt: skip
    case = visiting(family)
    worker(at(TUESDAY))
    with pytest.raises(CaseFault) as refused:
        family.visited(case, family.clerk, TUESDAY)
    told = "月养老金: 申报0.00 元, 登记0.00 元, 外部核对2,400.00 元, 还没有写明按哪个"
    assert [line for line in refused.value.lines if told in line]
    mine = next(key for key, one in places(case).items() if one.found == 240_000)
    verify(case=case.pk, user=family.clerk, found={mine: Found("outside")}, at=at(TUESDAY))
    case.refresh_from_db()
    assert case.answers["verified"][mine]["value"] == 240_000
    assert case.answers["verified"][mine]["by"] == "outside"
    with pytest.raises(CaseFault, match=r"核实2,400\.00 元, “和申请内容一致吗”不能填“是”"):
        family.visited(case, family.clerk, TUESDAY)
    family.visited(case, family.clerk, TUESDAY, **NOT_AS_DECLARED)
    assert case.stage == "publicity"


def test_what_they_own_together_is_told_only_when_all_of_them_are(family, worker, outside):  # noqa: F811
    outside.believe(str(family.son.id_number), **{**NOTHING, "money": 700_000})
    outside.faults("banks", {"kind": "busy", "share": 0.5})
    case = visiting(family)
    worker(at(TUESDAY))
    outside.faults("banks", {"kind": "busy"})
    told = Response.objects.filter(provider="banks").count()
    assert (places(case)["savings"].found is None) == (told < 2)
    outside.faults("banks")
    worker(at(TUESDAY, 12))
    worker(at(TUESDAY, 14))
    assert places(case)["savings"].found == 1_700_000


def test_both_can_read_who_was_told_of_them_and_what_was_told(family, worker):
    case = visiting(family)
    worker(at(TUESDAY))
    uses = DataUse.objects.filter(person=family.son, case=case, user_name="系统")
    told = set(uses.values_list("fact", "source"))
    assert ("姓名和身份证号(交给银行核对)", "户籍登记") in told
    assert ("货币财产", "银行(外部核对)") in told
    assert len([fact for fact, _ in told if fact.startswith("姓名")]) == 8
    assert not uses.exclude(purpose=f"办理 {case.number}").exists()


def test_who_did_not_sign_is_not_asked_about_until_they_do(family, worker):
    answers = family.answers()
    del answers["members"][1]["signed"]
    case = visiting_by_lapse(family, answers)
    worker(at(TUESDAY))
    assert set(Request.objects.values_list("person", flat=True)) == {family.mother.pk}
    case.refresh_from_db()
    case.answers["members"][1]["signed"] = "看过"
    case.save(update_fields=["answers"])
    worker(at(TUESDAY, 14))
    assert Request.objects.filter(person=family.son, state="answered").count() == 8
    assert Request.objects.count() == 16


def visiting_by_lapse(world, answers):
    """Nobody told them in time, and so it is taken up (行政许可法 第三十二条)."""
    case = world.apply()
    case.answers = answers
    case.save(update_fields=["answers"])
    world.step(case, "accept_deemed", None, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    return case


def test_who_takes_it_back_is_asked_about_no_more_and_what_was_told_does_not_count(
    family, worker, outside  # noqa: F811
):  # fmt: skip
    outside.faults("banks", {"kind": "busy"})
    case = visiting(family)
    worker(at(TUESDAY))
    with pytest.raises(NotYours):
        checks.withdraw(case=case.pk, person=family.son.pk, user=family.counter, words="来说了",
                        at=at(TUESDAY))  # fmt: skip
    with pytest.raises(CaseFault, match="怎样提出"):
        checks.withdraw(case=case.pk, person=family.son.pk, user=family.clerk, words=" ",
                        at=at(TUESDAY))  # fmt: skip
    stopped = checks.withdraw(case=case.pk, person=family.son.pk, user=family.clerk,
                              words="本人到乡镇当面提出", at=at(TUESDAY))  # fmt: skip
    assert stopped == 1
    outside.faults("banks")
    worker(at(TUESDAY, 16))
    case.refresh_from_db()
    assert Request.objects.get(person=family.son, provider="banks").state == "stopped"
    assert not Response.objects.filter(person=family.son, provider="banks").exists()
    son = next(n for n, one in enumerate(case.answers["members"])
               if one["person"] == family.son.pk)  # fmt: skip
    assert case.answers["members"][son]["values"]["consent"] is False
    assert places(case)[f"m{son}-wage"].found is None
    assert places(case)["savings"].found is None


def test_with_the_matter_the_consent_ends(family, worker, outside):  # noqa: F811
    outside.faults("tax", {"kind": "busy"})
    case = visiting(family)
    worker(at(TUESDAY))
    family.step(case, "withdraw", family.clerk, TUESDAY, "本人到场提出撤回, 核对了身份证")
    worker(at(TUESDAY, 17))
    assert set(Request.objects.filter(provider="tax").values_list("state", flat=True)) == {
        "stopped"
    }
    assert not Consent.objects.filter(until=None).exists()


def test_while_an_authority_is_silent_the_clock_runs_on(family, worker, outside):  # noqa: F811
    outside.faults("banks", {"kind": "busy"})
    case = visiting(family)
    for hour in (10, 12, 14):
        worker(at(TUESDAY, hour))
    assert Request.objects.filter(provider="banks", state="waiting", attempts__gt=1).exists()
    assert not ClockPause.objects.exists()
    assert Clock.objects.filter(case=case, key="total", due_on__isnull=False).exists()


def test_where_the_law_lets_it_the_clock_stands_still_until_all_is_answered(
    family, worker, outside, monkeypatch  # noqa: F811
):  # fmt: skip
    from dataclasses import replace

    item = items()["relief/dibao"]
    held = replace(item.apply.checks, suspends=("total",), article="某法第一条")
    lenient = replace(item, apply=replace(item.apply, checks=held))
    for module in ("checks", "advance"):
        monkeypatch.setattr(
            f"yingzhou.kernel.cases.services.{module}.item_of_version", lambda _: lenient
        )
    monkeypatch.setattr("yingzhou.kernel.cases.services.checks.items", lambda: {"x": lenient})
    outside.faults("banks", {"kind": "busy"})
    case = visiting(family)
    for hour in (10, 12, 14):
        worker(at(TUESDAY, hour))
    worker(at(TUESDAY, 15))
    assert ClockPause.objects.get(clock__case=case).reason == "等外部核对答复(某法第一条)"
    outside.faults("banks")
    wednesday = date(2026, 3, 4)
    worker(at(wednesday, 10))
    worker(at(wednesday, 12))
    assert ClockPause.objects.get(clock__case=case).until == wednesday
    assert Clock.objects.get(case=case, key="total").due_on is not None


def shown(family, worker):
    case = visiting(family)
    worker(at(TUESDAY))
    family.visited(case, family.clerk, TUESDAY)
    assert case.stage == "publicity"
    return case


def takes_it_back(family, case):
    checks.withdraw(case=case.pk, person=family.son.pk, user=family.clerk, words="本人当面提出",
                    at=at(WEDNESDAY))  # fmt: skip
    case.refresh_from_db()


def test_what_rests_on_figures_of_who_takes_it_back_is_shown_no_more(family, worker):
    """Nor is it decided by itself when the days of the notice are over; the applicant is told."""
    set_contact(person=family.mother, channel="sms", address="13912345678", actor=audit.SYSTEM,
                at=at(MONDAY))  # fmt: skip
    case = shown(family, worker)
    takes_it_back(family, case)
    assert case.stage == "resign"
    notice = PublicNotice.objects.get(about=f"case:{case.pk}")
    assert (notice.state, notice.ended_why) == ("withdrawn", "有人撤回核对的同意, 公示撤下")
    step = case.steps.get(transition="consent_back")
    assert (step.user, step.words) == (None, "家里有人撤回了核对收入和财产的同意")
    told = Message.objects.filter(about=f"case:{case.pk}").latest("pk")
    assert "公示已撤下" in told.text
    assert family.son.name not in told.text
    assert "请他本人在2026年3月18日前到窗口重新签授权书" in told.text
    fire_ended(at(date(2026, 3, 20)))
    case.refresh_from_db()
    assert case.stage == "visit", "without a signature it is the town's to decide"
    assert "可能没有办法确认" in Message.objects.filter(about=f"case:{case.pk}").latest("pk").text


def test_an_objection_is_answered_first_and_then_it_comes_down(family, worker):
    case = shown(family, worker)
    notice = PublicNotice.objects.get(about=f"case:{case.pk}")
    file_objection(notice=notice, words="他家在镇上有店面", at=at(WEDNESDAY, 9))
    takes_it_back(family, case)
    assert case.stage == "objection"
    family.step(case, "dismiss", family.clerk, WEDNESDAY, "店面是租给别人的")
    worker(at(WEDNESDAY, 16))
    case.refresh_from_db()
    notice.refresh_from_db()
    assert (case.stage, notice.state) == ("resign", "withdrawn")


def confirming(family, worker, stop_clock):
    """The notice is over; whoever decides has it."""
    case = shown(family, worker)
    stop_clock(at(date(2026, 3, 12)))
    fire_ended(at(date(2026, 3, 12)))
    case.refresh_from_db()
    assert case.stage == "confirm"
    return case


def test_before_the_decision_it_waits_for_a_new_signature_and_goes_on(family, worker, stop_clock):
    """The old consent stays on record; the new one is its own, and outside it is asked under it."""
    case = confirming(family, worker, stop_clock)
    takes_it_back(family, case)
    assert (case.stage, case.by) == ("resign", "applicant")
    with pytest.raises(Moved):
        family.step(case, "grant", family.approver, date(2026, 3, 12))
    corrections.sign(
        case=case.pk, user=family.counter, signed=(), again=[1], at=at(date(2026, 3, 13))
    )
    worker(at(date(2026, 3, 13), 16))
    case.refresh_from_db()
    assert case.stage == "visit"
    assert case.steps.get(transition="resigned").words == "王建国重新签了授权书"
    his = Consent.objects.filter(person=family.son, about=case.number).order_by("pk")
    assert [one.withdrawn_at is None for one in his] == [False, True]
    assert places(case)["m1-wage"].found == 0, "what they tell counts again"


def test_he_agrees_anew_by_himself_while_it_is_still_asked_about_him(family, worker, outside):  # noqa: F811
    """His unanswered questions had been stopped; the round is still open for his mother's."""
    visiting(family)
    checks.catch_up(at(TUESDAY, 8))
    own = resident_account(person=family.son, actor=audit.SYSTEM, at=at(TUESDAY))
    given = Consent.objects.get(person=family.son)
    checks.withdraw_own(consent=given.pk, person=family.son.pk, user=own, at=at(TUESDAY, 9))
    assert set(Request.objects.filter(person=family.son).values_list("state", flat=True)) == {
        "stopped"
    }
    agreed_again.agree_own(consent=given.pk, person=family.son.pk, user=own, at=at(TUESDAY, 10))
    worker(at(TUESDAY, 11))
    assert Request.objects.filter(person=family.son, state="answered").count() == 8
    assert Consent.objects.get(person=family.son, withdrawn_at=None).how == "online"
    with pytest.raises(CaseFault, match="已经同意了"):
        agreed_again.agree_own(consent=given.pk, person=family.son.pk, user=own, at=at(WEDNESDAY))


def test_at_the_desk_that_has_it_the_applicant_is_told_by_when_and_the_queue_says_so(
    family, worker
):
    set_contact(person=family.mother, channel="sms", address="13912345678", actor=audit.SYSTEM,
                at=at(MONDAY))  # fmt: skip
    case = visiting(family)
    worker(at(TUESDAY))
    takes_it_back(family, case)
    assert case.stage == "visit"
    told = Message.objects.filter(about=f"case:{case.pk}").latest("pk").text
    assert "到窗口重新签授权书" in told
    assert family.son.name not in told

    def why():
        _, rows = queue.page(queue.todo(family.clerk), family.clerk, WEDNESDAY)
        return rows[0].why

    assert "有人撤回了核对的同意" in why()
    corrections.sign(case=case.pk, user=family.clerk, signed=(), again=[1], at=at(WEDNESDAY))
    worker(at(WEDNESDAY, 16))
    assert "有人撤回了核对的同意" not in why()
