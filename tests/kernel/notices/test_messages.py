"""Messages: written once, sent once, tried again until somebody takes them, never lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests import factories
from tests.core.test_audit import in_a_thread
from tests.kernel.notices.letters import CLERK, MOBILE, NOON, reachable
from yingzhou.core.models import AuditEntry, Installation
from yingzhou.core.timeline import Refused
from yingzhou.kernel.notices import addresses, providers, services
from yingzhou.kernel.notices.models import Contact, DevelopmentOutbox, Message
from yingzhou.kernel.notices.services import delivery

pytestmark = pytest.mark.django_db
TEXT = "您申请的最低生活保障已受理, 最晚3月31日答复。"
MINUTE = timedelta(minutes=1)
Status = Message.Status


def write(person, key: str = "case:1/1/accepted", at=NOON, **more) -> list[Message]:
    return services.send(key=key, person=person, about="case:1", text=TEXT, at=at, **more)


def told_to_fail(every: int) -> None:
    services.set_failing(every=every, actor=CLERK, at=NOON)


class Recorder:
    """A provider that counts, fails as it is told, and can be asked again."""

    calls: list[str] = []
    faults: list[Exception] = []

    def __init__(self, channel: str) -> None: ...

    def send(self, key: str, *_: str) -> str:
        Recorder.calls.append(key)
        if Recorder.faults:
            raise Recorder.faults.pop(0)
        return f"R-{key}"

    def check_config(self) -> list[str]:
        return []


@pytest.fixture
def recorder(settings) -> type[Recorder]:
    settings.NOTICES_PROVIDERS = {"sms": f"{__name__}.Recorder"}
    Recorder.calls, Recorder.faults = [], []
    return Recorder


def test_one_message_on_each_way_a_person_can_be_reached():
    someone = reachable("sms", "app")
    assert [one.channel for one in write(someone)] == ["app", "sms"]
    assert [one.channel for one in write(someone, "b", channels=["sms"])] == ["sms"]


def test_the_same_key_writes_nothing_more():
    someone = reachable()
    assert write(someone) == write(someone)
    assert Message.objects.count() == 1


def test_nobody_to_reach_is_no_fault():
    assert write(factories.person()) == []


def test_contacts_are_those_of_the_day():
    someone = factories.person()
    Contact.objects.create(
        person=someone, channel="sms", address=MOBILE, valid_from=date(2025, 3, 4)
    )
    assert write(someone) == []
    assert len(write(someone, at=NOON + timedelta(days=1))) == 1


def test_a_delivered_message_lands_in_the_outbox_with_its_number_masked():
    write(reachable())
    assert services.deliver_due(at=NOON) == 1
    message, landed = Message.objects.get(), DevelopmentOutbox.objects.get()
    assert (message.status, message.sent_at, message.attempts) == (Status.SENT, NOON, 1)
    assert message.receipt == f"DEV{landed.pk}"
    assert (landed.address, str(landed.text)) == ("138****5678", TEXT)
    assert services.deliver_due(at=NOON + MINUTE) == 0


def test_neither_number_nor_text_lie_open_in_the_database():
    write(reachable())
    services.deliver_due(at=NOON)
    with connection.cursor() as cursor:
        found = ""
        for table in ("notices_contact", "notices_message", "notices_developmentoutbox"):
            cursor.execute(f"SELECT * FROM {table}")
            found += str(
                [bytes(c) if isinstance(c, memoryview) else c for r in cursor.fetchall() for c in r]
            )
    assert MOBILE not in found
    assert "最低生活保障" not in found


def test_a_message_that_fails_waits_longer_each_time_and_is_given_up_in_the_end(recorder):
    recorder.faults = [providers.Failed("通道回答 503")] * 12
    write(reachable())
    at, waits = NOON, []
    for _ in range(11):
        assert services.deliver_due(at=at) == 0
        assert services.deliver_due(at=at) == 0  # not yet
        message = Message.objects.get()
        assert (message.status, message.error) == (Status.FAILED, "通道回答 503")
        waits.append(message.next_try - at)
        at = message.next_try
    assert waits == [MINUTE * 2**n for n in range(11)]
    services.deliver_due(at=at)
    assert Message.objects.get().status == Status.GIVEN_UP
    assert at - NOON < timedelta(days=2)
    services.deliver_due(at=at + timedelta(days=30))
    assert len(recorder.calls) == 12


def test_a_number_that_can_never_work_is_given_up_at_once(recorder):
    recorder.faults = [providers.Failed("通道回答 422", is_final=True)]
    write(reachable())
    services.deliver_due(at=NOON)
    assert Message.objects.get().status == Status.GIVEN_UP


def test_a_provider_that_breaks_stops_no_other_message(recorder):
    recorder.faults = [ZeroDivisionError(MOBILE)]
    someone = reachable()
    write(someone, "a")
    write(someone, "b")
    assert services.deliver_due(at=NOON) == 1
    broken = Message.objects.get(status=Status.FAILED)
    assert broken.error == "通道程序出错 (ZeroDivisionError)"


def test_a_contact_that_is_gone_is_said_and_staff_can_try_again():
    someone = reachable()
    write(someone)
    Contact.objects.all().delete()
    services.deliver_due(at=NOON)
    message = Message.objects.get()
    assert (message.status, message.error) == (Status.GIVEN_UP, delivery.NOWHERE)
    services.set_contact(person=someone, channel="sms", address=MOBILE, actor=CLERK, at=NOON)
    services.retry(message=message, actor=CLERK, at=NOON + MINUTE)
    assert services.deliver_due(at=NOON + MINUTE) == 1
    assert AuditEntry.objects.filter(action="notices.retry").exists()
    with pytest.raises(Refused, match="不用再发"):
        services.retry(message=message, actor=CLERK, at=NOON + MINUTE)


def test_a_process_killed_between_provider_and_record_sends_nothing_twice(monkeypatch):
    """The provider took it; then the power went. The next try has the same key."""
    write(reachable())

    def killed(*_, **__) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_settle", killed)
        with pytest.raises(SystemExit):
            services.deliver_due(at=NOON)
    assert Message.objects.get().status == Status.WAITING
    assert DevelopmentOutbox.objects.count() == 1
    assert services.deliver_due(at=NOON + MINUTE) == 0  # the claim still runs
    assert services.deliver_due(at=NOON + delivery.CLAIM) == 1
    assert DevelopmentOutbox.objects.count() == 1


def test_without_a_provider_messages_wait_and_it_is_said(settings):
    settings.NOTICES_PROVIDERS = {"sms": ""}
    write(reachable())
    assert services.deliver_due(at=NOON) == 0
    assert (Message.objects.get().status, Message.objects.get().attempts) == (Status.WAITING, 0)
    assert providers.check_config("sms") == ["还没有配置通道, 消息都留着, 配好后自动发出"]


def test_a_provider_that_cannot_be_loaded_is_named(settings):
    settings.NOTICES_PROVIDERS = {"sms": "yingzhou.nowhere.Provider"}
    assert "无法载入" in providers.check_config("sms")[0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_take_the_same_message():
    if connection.vendor != "postgresql":
        pytest.skip("in SQLite's memory writers fail, not queue")
    someone = reachable()
    for number in range(20):
        write(someone, f"k{number}")
    workers = [in_a_thread(lambda: services.deliver_due(at=NOON)) for _ in range(3)]
    assert sum(worker.result(timeout=60) for worker in workers) == 20
    assert set(Message.objects.values_list("status", "attempts")) == {(Status.SENT, 1)}


def test_the_demo_can_be_told_to_fail_and_everything_arrives_all_the_same():
    told_to_fail(2)
    someone = reachable()
    for number in range(6):
        write(someone, f"k{number}")
    at = NOON
    for _ in range(8):
        services.deliver_due(at=at)
        at += timedelta(hours=2)
    assert set(Message.objects.values_list("status", flat=True)) == {Status.SENT}
    assert Message.objects.filter(attempts__gt=1).exists()
    assert DevelopmentOutbox.objects.count() == 6


def test_only_the_demo_can_be_told_to_fail(settings):
    with pytest.raises(Refused, match="0到100"):
        told_to_fail(101)
    settings.DEMO = False
    with pytest.raises(Refused, match="只有演示环境"):
        told_to_fail(1)
    assert not Installation.objects.exists()


def test_a_changed_number_is_used_from_that_day():
    someone = reachable()
    new = services.set_contact(
        person=someone, channel="sms", address="+86 139-1234-5678", actor=CLERK, at=NOON
    )
    services.set_contact(person=someone, channel="sms", address="13712345678", actor=CLERK, at=NOON)
    assert new.address == "13912345678"
    held = Contact.objects.on(NOON.date()).get()
    assert held.address == "13712345678"
    services.set_contact(person=someone, channel="sms", address="", actor=CLERK, at=NOON)
    assert not Contact.objects.on(NOON.date()).exists()


@pytest.mark.parametrize("typed", ["1381234567", "23812345678", "手机", "138123456789"])
def test_a_number_no_message_could_reach_is_refused(typed):
    with pytest.raises(Refused, match="手机号应为11位"):
        addresses.checked("sms", typed)


def test_masking_keeps_too_little_to_call():
    assert addresses.masked("13812345678") == "138****5678"
    assert addresses.masked("abc") == "***"
