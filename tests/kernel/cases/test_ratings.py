"""A bad rating, put right or found to be a slip: what then counts, and what is not rated again."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at, called
from tests.support.residents import signed_in
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.services import ratings
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Letter
from yingzhou.programmes.affairs.counters.quarters import Quarter
from yingzhou.programmes.affairs.counters.selectors.measures import rated

QUARTER = Quarter.of(MONDAY)


def _badly_rated(world):
    request = Request(items()["neighbourhoods/cert_residence"], world.mother, "counter",
                      forms.empty(), place=world.town)  # fmt: skip
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    Case.objects.filter(pk=case.pk).update(is_open=False, outcome="done", stage="done")
    return ratings.rate(
        case=case.pk, user=_own(world), stars=1, words="按错了", channel="online", at=at(MONDAY)
    )


def _own(world):
    return resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))


def _counted() -> int:
    return rated(QUARTER.start, QUARTER.end).count()


def test_a_slip_that_was_judged_so_does_not_count(world):
    rating = _badly_rated(world)
    assert _counted() == 1
    case = rating.rectification
    bureau = factories.user_with("bureau")
    world.step(case, "dispute", world.clerk, MONDAY, "本人说按错了")
    world.step(case, "exclude", bureau, date(2026, 3, 3), "电话核实是误评")
    rating.refresh_from_db()
    assert (case.outcome, rating.excluded) == ("ended", "电话核实是误评")
    assert _counted() == 0


def test_judged_anew_it_counts_again(world):
    rating = _badly_rated(world)
    bureau = factories.user_with("bureau")
    world.step(rating.rectification, "dispute", world.clerk, MONDAY, "本人说按错了")
    world.step(rating.rectification, "exclude", bureau, date(2026, 3, 3), "电话核实是误评")
    reopen(case=rating.rectification_id, user=bureau, stage="contact", words="本人不同意",
           at=at(date(2026, 3, 5)))  # fmt: skip
    rating.refresh_from_db()
    assert (rating.excluded, _counted()) == ("", 1)


def test_putting_it_right_leaves_the_rating_as_it_was(world):
    rating = _badly_rated(world)
    case, bureau = rating.rectification, factories.user_with("bureau")
    world.step(case, "as_simple", world.clerk, MONDAY, "排队久")
    world.step(case, "fixed", world.clerk, MONDAY, "加开窗口", what="加开", told_on="2026-03-02")
    world.step(case, "satisfied", bureau, date(2026, 3, 3), **called(date(2026, 3, 3)))
    rating.refresh_from_db()
    assert (case.outcome, rating.excluded, _counted()) == ("done", "", 1)
    with pytest.raises(CaseFault, match="不再另外评价"):
        ratings.rate(case=case.pk, user=_own(world), stars=1, words="", channel="online",
                     at=at(date(2026, 3, 4)))  # fmt: skip


def test_who_was_rated_does_not_put_it_right_and_does_not_see_it_waiting(world):
    case = _badly_rated(world).rectification
    assert case.pk not in queue.todo(world.counter).values_list("pk", flat=True)
    with pytest.raises(NotYours, match="由别的同事或主管核实"):
        world.step(case, "dispute", world.counter, MONDAY, "我没有错")
    colleague = factories.user_with("counter", world.town)
    assert case.pk in queue.todo(colleague).values_list("pk", flat=True)
    world.step(case, "as_simple", colleague, MONDAY, "电话里说排队久")
    assert case.stage == "simple"


def test_whoever_calls_has_the_number(world):
    said = forms.empty() | {"values": {"phone": "13900000000"}}
    request = Request(items()["neighbourhoods/cert_residence"], world.mother, "counter", said,
                      place=world.town)  # fmt: skip
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    Case.objects.filter(pk=case.pk).update(is_open=False, outcome="done", stage="done")
    made = ratings.rate(
        case=case.pk, user=_own(world), stars=2, words="慢", channel="online", at=at(MONDAY)
    )
    assert made.rectification.answers["values"]["phone"] == "13900000000"


def test_the_letter_says_what_was_changed_and_not_why_the_bureau_did_it(world):
    """Who was rated is the only one at the counter: the bureau mends it, and its reason for acting
    in their place is nobody's to read but the house's."""
    case, bureau = _badly_rated(world).rectification, factories.user_with("bureau")
    why = "代办: 当事人回避"
    world.step(case, "as_simple", bureau, MONDAY, "电话里说排队久", instead=why)
    with pytest.raises(CaseFault, match="您代办, 请写明为什么"):
        world.step(case, "fixed", bureau, MONDAY, what="加开一个窗口", told_on="2026-03-02")
    made = world.step(case, "fixed", bureau, MONDAY, what="加开一个窗口", told_on="2026-03-02",
                      instead=why)  # fmt: skip
    letter = str(Letter.objects.get(about=f"case:{case.pk}").content)
    assert "改了什么: 加开一个窗口" in letter
    assert "回避" not in letter
    assert made.data["instead"] == why
    theirs = signed_in(world.mother).get(f"/my/cases/{case.number}/").content.decode()
    assert "回避" not in theirs
    done = theirs.partition("改好了, 已告诉本人")[2][:80]
    assert "区民政局" in done
    assert "受理窗口" not in done


def test_three_calls_on_one_day_are_one(world):
    """Who could not be reached was tried on three days, since there was something to ask."""
    rating = _badly_rated(world)
    case, bureau = rating.rectification, factories.user_with("bureau")
    world.step(case, "as_simple", world.clerk, MONDAY, "电话里说等得太久")
    done = {"what": "加开了一个窗口", "told_on": "2026-03-03"}
    world.step(case, "fixed", world.clerk, date(2026, 3, 3), **done)
    tried = {"first_on": "2026-03-04", "second_on": "2026-03-04", "third_on": "2026-03-05",
             "tried": "都是打电话, 没有人接"}  # fmt: skip
    friday = date(2026, 3, 6)
    with pytest.raises(CaseFault, match="同一天打几次只算一次"):
        world.step(case, "unreachable", bureau, friday, "三次没有人接", **tried)
    early = tried | {"second_on": "2026-03-02"}
    with pytest.raises(CaseFault, match="还没有到这一步"):
        world.step(case, "unreachable", bureau, friday, "三次没有人接", **early)
    world.step(
        case, "unreachable", bureau, friday, "三次没有人接", **tried | {"second_on": "2026-03-06"}
    )
    assert case.outcome == "done"
