"""Eight providers are asked about a household, over HTTP, while things go wrong with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.kernel.exchange.conftest import (
    CLERK,
    MATTER,
    NOON,
    agree,
    ask,
    later,
    states,
    tick,
)
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.exchange import client, retrying, selectors
from yingzhou.kernel.exchange.faults import ExchangeFault
from yingzhou.kernel.exchange.models import Consent, Incident, Inquiry, Line, Request, Response
from yingzhou.kernel.exchange.providers import providers
from yingzhou.kernel.exchange.services import asking, forgetting
from yingzhou.kernel.exchange.services.asking import Matter
from yingzhou.kernel.exchange.services.sending import send_due


def times_asked(outside, code: str) -> list[int]:
    """How often the provider saw each request, by its key."""
    seen = outside.asked(code)
    keys = Request.objects.filter(provider=code).order_by("pk").values_list("key", flat=True)
    return [seen.get(str(key), 0) for key in keys]


def test_all_eight_answer_and_the_round_is_complete(outside, home, stop_clock):
    inquiry = ask(home)
    assert tick(stop_clock, NOON) == 16
    assert set(states()) == {"answered"}
    inquiry.refresh_from_db()
    assert inquiry.complete_at is not None
    told = selectors.told(selectors.latest(MATTER.about), NOON)
    assert told[home.mother.pk]["pension"] > 0
    assert set(told[home.son.pk]) == {
        "married", "aid_elsewhere", "homes", "floor_area", "premises", "schooling", "illness",
        "pension", "employed", "wage", "other_income", "vehicle", "money",
    }  # fmt: skip
    one = Response.objects.filter(provider="banks").first()
    assert one.valid_until == NOON + providers()["banks"].valid
    assert one.receipt.startswith("BANKS-")
    assert len(one.digest) == 64


def test_no_number_and_no_answer_is_kept_in_clear(outside, home, stop_clock):
    ask(home)
    tick(stop_clock, NOON)
    number = str(home.mother.id_number)
    pension = str(selectors.told(selectors.latest(MATTER.about), NOON)[home.mother.pk]["pension"])
    kept = []
    with connection.cursor() as cursor:
        for model in (Consent, Inquiry, Request, Response, Incident, Line):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            kept += [bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode()
                     for row in cursor.fetchall() for v in row]  # fmt: skip
    assert not [one for one in kept if number.encode() in one]
    assert not [one for one in kept if b"pension" in one or pension.encode() == one]
    entries = AuditEntry.objects.filter(action__startswith="exchange.")
    assert entries.exists()
    assert not [one for one in entries if number in str(one.detail)]


def test_a_provider_that_is_down_delays_and_holds_nobody_up(outside, home, stop_clock):
    outside.faults("banks", {"kind": "closed"})
    inquiry = ask(home)
    tick(stop_clock, NOON)
    assert states("banks") == ["waiting"] * 2
    assert states("tax") == ["answered"] * 2
    inquiry.refresh_from_db()
    assert inquiry.complete_at is None
    row = Request.objects.filter(provider="banks").first()
    assert (row.attempts, row.last_error) == (1, "线路断了, 没有答复")
    assert row.next_try > NOON
    # It answers again, and nothing has to be done by anybody.
    outside.faults("banks")
    tick(stop_clock, later(hours=1))
    assert set(states()) == {"answered"}
    assert times_asked(outside, "banks") == [2, 2]
    inquiry.refresh_from_db()
    assert inquiry.complete_at == later(hours=1)


@pytest.mark.parametrize(
    ("fault", "words"),
    [({"kind": "busy"}, "对方暂时不能答复(503)"),
     ({"kind": "hang", "seconds": 3}, "等了太久没有答复"),
     ({"kind": "closed"}, "线路断了, 没有答复")],
)  # fmt: skip
def test_an_outage_is_said_in_plain_words(outside, home, stop_clock, settings, fault, words):
    settings.EXCHANGE["tax"]["timeout"] = 1
    outside.faults("tax", fault)
    ask(home, "tax")
    tick(stop_clock, NOON)
    assert {row.last_error for row in Request.objects.all()} == {words}
    assert not Incident.objects.exists()


def test_nobody_listens_at_all(home, settings, stop_clock):
    settings.EXCHANGE = {"tax": {"url": "http://127.0.0.1:9", "token": "t"}}
    ask(home, "tax", "banks")
    tick(stop_clock, NOON)
    assert {row.last_error for row in Request.objects.filter(provider="tax")} == {"连不上"}
    unset = {row.last_error for row in Request.objects.filter(provider="banks")}
    assert unset == {"还没有配置这家的接口地址"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [("other_person", "答的不是这个人"), ("out_of_range", "“货币财产”的数不可能, 没有采用"),
     ("wrong_shape", "答复不是约定的格式"), ("malformed", "答复不是约定的格式")],
)  # fmt: skip
def test_a_wrong_answer_is_refused_kept_as_an_incident_and_asked_again(
    outside, home, stop_clock, kind, words
):
    outside.faults("banks", {"kind": kind, "times": 1})
    ask(home, "banks")
    tick(stop_clock, NOON)
    incident = Incident.objects.get()
    assert (incident.words, incident.about) == (words, MATTER.about)
    assert len(incident.digest) == 64
    assert sorted(states()) == ["answered", "waiting"]
    tick(stop_clock, later(hours=1))
    assert states() == ["answered"] * 2
    assert sorted(times_asked(outside, "banks")) == [1, 2]  # under the same key


def test_an_answer_that_stood_on_another_request_is_not_taken_twice(outside, home, stop_clock):
    outside.faults("vehicles", {"kind": "same_receipt", "times": 2})
    ask(home, "vehicles")
    tick(stop_clock, NOON)
    assert sorted(states()) == ["answered", "waiting"]
    assert Incident.objects.get().kind == "duplicate"
    tick(stop_clock, later(hours=1))
    assert states() == ["answered"] * 2


class Killed(BaseException):
    """The process is gone."""


def test_killed_between_sending_and_keeping_it_asks_again_under_the_same_key(
    outside, home, stop_clock
):
    ask(home, "tax")

    def die(question):
        client.ask(question)
        raise Killed

    stop_clock(NOON)
    with pytest.raises(Killed):
        send_due(at=NOON, ask=die)
    assert states() == ["waiting"] * 2
    assert not Response.objects.exists()
    assert send_due(at=NOON) == 0  # whether it was heard is not known yet: not at once
    tick(stop_clock, later(hours=1))
    assert states() == ["answered"] * 2
    assert times_asked(outside, "tax") == [2, 2]


def test_after_some_failures_one_request_at_a_time_is_tried(outside, home, stop_clock):
    for n in range(6):
        matter = Matter(f"庙镇2026-{n:04d}", "核对")
        ask(home, "banks", matter=matter)
    outside.faults("banks", {"kind": "busy"})
    sent = tick(stop_clock, NOON)
    assert retrying.TRIPS <= sent <= retrying.TRIPS + client.LANES
    line = Line.objects.get(provider="banks")
    assert line.silent_since == NOON
    assert line.next_probe > NOON
    assert tick(stop_clock, NOON) == 0
    assert tick(stop_clock, later(hours=1)) == 1
    outside.faults("banks")
    assert tick(stop_clock, later(hours=3)) == 1
    tick(stop_clock, later(hours=3))
    assert set(states()) == {"answered"}
    state = next(one for one in selectors.states(later(hours=3)) if one.provider.code == "banks")
    assert not state.is_down
    assert state.waiting == 0


def test_an_answer_that_still_holds_is_not_asked_for_again(outside, home, stop_clock):
    ask(home, "banks")
    tick(stop_clock, NOON)
    second = ask(home, "banks", matter=Matter("庙镇2026-0099", "低保边缘核对"), at=later(days=3))
    assert second.complete_at or Inquiry.objects.get(pk=second.pk).complete_at
    assert tick(stop_clock, later(days=3)) == 0
    assert Response.objects.count() == 2
    third = ask(home, "banks", matter=Matter("庙镇2026-0100", "复核"), at=later(days=31))
    assert tick(stop_clock, later(days=31)) == 2
    assert third.requests.count() == 2
    assert Response.objects.count() == 4


def test_nobody_is_asked_about_without_their_word(home):
    agree(home.mother)
    with pytest.raises(ExchangeFault, match="没有同意"):
        asking.ask(matter=MATTER, of={"banks": home.people}, actor=CLERK, at=NOON)
    assert not Request.objects.exists()


def test_who_takes_their_word_back_is_asked_about_no_more(outside, home, stop_clock):
    outside.faults("banks", {"kind": "busy"})
    inquiry = ask(home, "banks", "tax")
    tick(stop_clock, NOON)
    about = MATTER.about
    stopped = asking.withdraw(
        about=about, person=home.son.pk, words="本人到窗口", actor=CLERK, at=later(minutes=1)
    )
    assert stopped == 1
    outside.faults("banks")
    tick(stop_clock, later(hours=1))
    mine = Request.objects.filter(person=home.son).values_list("provider", "state")
    assert dict(mine) == {"banks": "stopped", "tax": "answered"}
    inquiry.refresh_from_db()
    assert inquiry.complete_at
    with pytest.raises(ExchangeFault, match="已经撤回"):
        asking.withdraw(about=about, person=home.son.pk, words="", actor=CLERK, at=NOON)


def test_what_comes_back_after_the_word_was_taken_back_is_not_kept(outside, home, stop_clock):
    ask(home, "tax")

    def meanwhile(question):
        return client.ask(question)

    stop_clock(NOON)
    from yingzhou.kernel.exchange.services import keeping

    row = Request.objects.filter(person=home.son).get()
    question = keeping.claim(request=row.pk, at=NOON)
    answer = meanwhile(question)
    asking.withdraw(about=MATTER.about, person=home.son.pk, words="", actor=CLERK, at=NOON)
    keeping.keep_answer(request=row.pk, answer=answer, at=NOON)
    row.refresh_from_db()
    assert row.state == "stopped"
    assert not Response.objects.filter(person=home.son).exists()


def test_a_matter_that_is_over_asks_nothing_more(outside, home, stop_clock):
    outside.faults("banks", {"kind": "busy"})
    ask(home, "banks")
    tick(stop_clock, NOON)
    asking.close(about=MATTER.about, at=later(minutes=5))
    assert set(states()) == {"stopped"}
    outside.faults("banks")
    assert tick(stop_clock, later(days=1)) == 0
    with pytest.raises(ExchangeFault, match="没有同意"):
        asking.ask(matter=MATTER, of={"tax": home.people}, actor=CLERK, at=NOON + timedelta(days=1))
    ask(home, "tax", at=later(days=2))  # taken up again, they agree again
    assert tick(stop_clock, later(days=2)) == 2
    assert Consent.objects.count() == 4


def test_a_destroyed_file_takes_its_answers_with_it(outside, home, stop_clock):
    ask(home, "banks", "tax")
    tick(stop_clock, NOON)
    other = Matter("庙镇2026-0099", "低保边缘核对")
    ask(home, "banks", matter=other, at=later(days=1))
    assert forgetting.forget(about=MATTER.about) == 2  # of the tax office; the bank's serve on
    assert set(Response.objects.values_list("provider", flat=True)) == {"banks"}
    assert set(Consent.objects.values_list("about", flat=True)) == {other.about}


def test_what_must_hold_is_looked_after(outside, home, stop_clock):
    from yingzhou.core.invariants import INVARIANTS

    ask(home, "banks")
    tick(stop_clock, NOON)
    words = ("外部核对", "问过")
    ours = {name: one for name, one in INVARIANTS.items() if any(word in name for word in words)}
    assert len(ours) == 3
    assert [fault for search in ours.values() for fault in search()] == []
    Consent.objects.update(withdrawn_at=later(hours=-1))
    faults = [fault for search in ours.values() for fault in search()]
    assert len(faults) == 2
