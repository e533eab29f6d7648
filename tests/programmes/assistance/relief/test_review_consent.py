"""Somebody in a family on 低保 takes back that their income is looked into while it is reviewed:
they are told what follows, have time to sign again, and are heard before anything stops."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories
from tests.kernel.cases.conftest import at
from tests.kernel.cases.conftest import world as world  # noqa: PLC0414 - the fixture
from tests.programmes.assistance.relief.test_review import (
    APRIL,
    MARCH,
    MAY,
    VISIT,
    _signed,
    earns,
    line,
    run,
)
from tests.programmes.assistance.relief.test_review import family as family  # noqa: PLC0414
from tests.support import residents
from tests.web.desk.conftest import signed_in
from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services import agreed_again, checks, corrections
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.exchange.models import Consent
from yingzhou.kernel.notices.models import Letter, Message
from yingzhou.kernel.notices.services.messages import set_contact
from yingzhou.kernel.payments.models import Award
from yingzhou.programmes.assistance.relief.models import ExitFinding

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 4, 14)
SON = 1


@pytest.fixture
def review(family, stop_clock) -> Case:
    """Their income rose; both had signed that it is looked into."""
    set_contact(person=family.mother, channel="sms", address="13912345678", actor=audit.SYSTEM,
                at=at(MARCH))  # fmt: skip
    run(MARCH, stop_clock)
    earns(family, 150_000, APRIL)
    run(APRIL, stop_clock)
    case = ExitFinding.objects.get().case
    _signed(case)
    stop_clock(at(DAY))
    checks.follow(case=case.pk, at=at(DAY))
    return case


def takes_it_back(family, case: Case, day: date = DAY) -> None:
    checks.withdraw(case=case.pk, person=family.son.pk, user=family.clerk, words="本人当面提出",
                    at=at(day, 11))  # fmt: skip
    case.refresh_from_db()


def told(case: Case) -> str:
    return str(Message.objects.filter(about=f"case:{case.pk}").latest("pk").text)


def consequence(case: Case) -> str:
    """What is written in the letter that tells what follows."""
    rows = Letter.objects.filter(about=f"case:{case.pk}")
    return next(str(one.content) for one in rows if "不同意核对的后果告知书" in one.title)


def is_over(case: Case, stop_clock) -> None:
    """Their time runs out and nobody signed."""
    case.refresh_from_db()
    stop_clock(at(case.due_on + timedelta(1)))
    fire_ended(clock.now())
    case.refresh_from_db()


@pytest.mark.parametrize("stage", ["collect", "visit", "reply", "decide"])
def test_wherever_the_review_stands_they_are_told_what_follows_and_have_time(family, review, stage):
    if stage != "collect":
        family.step(review, "collected", family.clerk, DAY)
    if stage in ("reply", "decide"):
        family.step(review, "change", family.clerk, DAY, "儿子涨了工资", **VISIT)
    if stage == "decide":
        family.step(review, "answer", family.counter, DAY, "本人打电话说的", agrees="是")
    assert review.stage == stage
    takes_it_back(family, review)
    assert (review.stage, review.by) == ("resign", "applicant")
    assert review.due_on == date(2026, 4, 28), "ten workdays (内部规定, 待核实)"
    assert "低保照发" in told(review)
    assert "4月28日" in told(review)
    assert "王建国" not in told(review), "who it was is theirs"
    words = consequence(review)
    assert "第四十五条" in words
    assert "不会自动停" in words
    assert "待核实" in words


def test_who_signs_again_is_looked_into_anew_from_the_beginning(family, review):
    family.step(review, "collected", family.clerk, DAY)
    takes_it_back(family, review)
    corrections.sign(case=review.pk, user=family.counter, signed=(), again=[SON], at=at(DAY, 15))
    review.refresh_from_db()
    assert review.stage == "collect"
    assert Consent.objects.filter(person=family.son, withdrawn_at=None).exists()
    family.step(review, "collected", family.clerk, DAY)
    family.step(review, "change", family.clerk, DAY, "儿子涨了工资", **VISIT)
    assert review.stage == "reply"


def test_he_agrees_again_by_himself(family, review):
    takes_it_back(family, review)
    own = resident_account(person=family.son, actor=audit.SYSTEM, at=at(DAY))
    given = Consent.objects.get(person=family.son)
    agreed_again.agree_own(consent=given.pk, person=family.son.pk, user=own, at=at(DAY, 16))
    review.refresh_from_db()
    assert review.stage == "collect"


def test_silence_stops_nothing_and_only_opens_the_hearing(family, review, stop_clock):
    """Never by itself: the town begins it, they are heard, and are paid meanwhile."""
    paid = Award.objects.get()
    takes_it_back(family, review)
    is_over(review, stop_clock)
    assert review.stage == "collect"
    assert "先听您家的意见" in told(review)
    assert not Case.objects.filter(item="relief/dibao_stop").exists()
    with pytest.raises(CaseFault, match="王建国没有同意"):
        family.step(review, "collected", family.clerk, clock.today())
    family.step(
        review, "unwilling", family.clerk, clock.today(), "告知后果以后到期没有签, 当面也说不签"
    )
    hearing = Case.objects.get(item="relief/dibao_stop")
    assert (hearing.previous, hearing.stage) == (review, "found")
    assert hearing.answers["values"]["ground"] == "拒绝核查"
    paid.refresh_from_db()
    assert paid.valid_to > date(2027, 1, 1)
    assert line(run(MAY, stop_clock)).why == "held"


def test_the_hearing_does_not_begin_before_their_time_is_over(family, review, stop_clock):
    with pytest.raises(CaseFault, match="还没有告知后果、给过时间"):
        family.step(review, "unwilling", family.clerk, DAY, "户主不同意核对")
    family.step(review, "told_consequence", family.clerk, DAY, "户主当面说不同意, 告诉了后果")
    assert review.stage == "resign"
    assert "第四十五条" in consequence(review)
    is_over(review, stop_clock)
    family.step(review, "unwilling", family.clerk, clock.today(), "到期没有签")
    assert review.stage == "stopping"


def test_who_will_not_sign_says_so_and_is_heard_at_once(family, review):
    """A family need not wait for days to run out; their reason goes to whoever hears them."""
    takes_it_back(family, review)
    mother = resident_account(person=family.mother, actor=audit.SYSTEM, at=at(DAY))
    family.step(review, "declines", mother, DAY, statement="儿子的账不想让人看")
    assert review.stage == "collect"
    family.step(review, "unwilling", family.clerk, DAY, "他们说不签, 请听意见")
    assert Case.objects.get(item="relief/dibao_stop").previous == review


def test_who_agreed_and_takes_it_back_again_has_their_time_again(family, review, stop_clock):
    takes_it_back(family, review)
    is_over(review, stop_clock)
    day = clock.today()
    takes_it_back_again(family, review, day)
    assert review.stage == "resign"
    corrections.sign(case=review.pk, user=family.counter, signed=(), again=[SON], at=at(day, 15))
    review.refresh_from_db()
    assert review.stage == "collect"
    with pytest.raises(CaseFault, match="还没有告知后果、给过时间"):
        family.step(review, "unwilling", family.clerk, day, "户主又不同意了")


def takes_it_back_again(family, case: Case, day: date) -> None:
    corrections.sign(case=case.pk, user=family.counter, signed=(), again=[SON], at=at(day, 9))
    takes_it_back(family, case, day)


def test_the_desk_puts_down_the_new_paper_and_the_family_reads_that_they_are_paid(family, review):
    takes_it_back(family, review)
    client = signed_in(family.counter)
    page = client.get(f"/desk/cases/{review.number}/").content.decode()
    assert "看过王建国重新签字的授权书" in page
    mine = residents.signed_in(family.mother).get(f"/my/cases/{review.number}/").content.decode()
    assert "低保照发" in mine
    assert "4月28日" in mine
    assert "到任何一个受理窗口签授权书" in mine
    assert 'btn-primary" href="/my/uses/"' in mine
    decline = mine.partition("/do/declines/")[0].rpartition("<a ")[2]
    assert "btn-primary" not in decline, "not to sign is not what the page puts forward"
    client.post(f"/desk/cases/{review.number}/consent/", {"again": [str(SON)]})
    review.refresh_from_db()
    assert review.stage == "collect"


def test_what_set_the_review_going_may_still_fall_while_it_waits(family, review):
    takes_it_back(family, review)
    family.step(review, "void", None, DAY, "登记已撤回")
    assert review.stage == "kept"


def test_a_colleague_of_another_town_reads_nothing_of_it(family, review):
    takes_it_back(family, review)
    far = factories.user_with("town", factories.town("堡镇"))
    assert signed_in(far).get(f"/desk/cases/{review.number}/").status_code == 403
