"""The provider behind HTTP, against a real little server in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.kernel.notices.letters import MOBILE, NOON, reachable
from yingzhou.kernel.notices import providers, services
from yingzhou.kernel.notices.models import Message
from yingzhou.kernel.notices.providers.http import HttpProvider

GATEWAY = Path(__file__).with_name("gateway.py")


class Running:
    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def told(self) -> dict:
        with urllib.request.urlopen(self.address, timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read())


@pytest.fixture
def gateway() -> Iterator[Running]:
    command = [sys.executable, str(GATEWAY)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield Running(int(process.stdout.readline()))
        process.kill()


@pytest.fixture
def behaving(settings, gateway) -> Callable[[str], HttpProvider]:
    def make(way: str) -> HttpProvider:
        settings.NOTICES_PROVIDERS = {"sms": "yingzhou.kernel.notices.providers.http.HttpProvider"}
        settings.NOTICES_HTTP = {
            "sms": {"url": f"{gateway.address}/{way}/", "token": "t0ken", "timeout": 5}
        }
        return HttpProvider("sms")

    return make


def send(provider: HttpProvider, key: str = "case:1/1:sms") -> str:
    return provider.send(key, "sms", MOBILE, "您好")


def test_a_message_arrives_with_its_key_and_the_token(behaving, gateway):
    assert send(behaving("good")) == "R1"
    told = gateway.told()
    assert told["taken"] == {"case:1/1:sms": {"channel": "sms", "to": MOBILE, "text": "您好"}}
    assert told["tokens"] == ["Bearer t0ken"]


def test_the_same_key_twice_is_one_message_with_one_receipt(behaving, gateway):
    provider = behaving("good")
    assert [send(provider), send(provider)] == ["R1", "R1"]
    assert len(gateway.told()["taken"]) == 1


@pytest.mark.parametrize(
    ("way", "words", "is_final"),
    [
        ("503", "通道回答 503", False),
        ("401", "通道回答 401", False),
        ("302", "通道回答 302", False),
        ("422", "通道回答 422", True),
        ("400", "通道回答 400", True),
        ("mute", "没有回执", False),
        ("dies", "没有回答", False),
    ],
)
def test_a_failure_says_what_happened_but_not_the_number(behaving, way, words, is_final):
    provider = behaving(way)
    with pytest.raises(providers.Failed, match=words) as fault:
        send(provider)
    assert fault.value.is_final is is_final
    assert MOBILE not in str(fault.value)


def test_nobody_listening_is_a_failure_that_passes(settings):
    settings.NOTICES_HTTP = {"sms": {"url": "http://127.0.0.1:1/", "token": "", "timeout": 2}}
    with pytest.raises(providers.Failed, match="没有回答") as fault:
        send(HttpProvider("sms"))
    assert not fault.value.is_final


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["every-second", "dies"])
def test_a_gateway_that_fails_now_and_then_gets_every_message_once(behaving, gateway, way):
    behaving(way)
    someone = reachable()
    for number in range(8):
        services.send(key=f"k{number}", person=someone, about="case:1", text="您好", at=NOON)
    at = NOON
    for _ in range(12):
        services.deliver_due(at=at)
        at += timedelta(hours=20)
    assert set(Message.objects.values_list("status", flat=True)) == {Message.Status.SENT}
    told = gateway.told()
    assert sorted(told["taken"]) == sorted(Message.objects.values_list("key", flat=True))
    assert len(told["asked"]) > 8


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "没有填"),
        ("ftp://gateway.example.cn/", "没有填"),
        ("http://gateway.example.cn/", "https"),
    ],
)
def test_a_gateway_that_could_not_be_trusted_is_named(settings, url, words):
    settings.NOTICES_HTTP = {"sms": {"url": url}}
    assert words in HttpProvider("sms").check_config()[0]


def test_a_gateway_over_https_is_in_order(settings):
    settings.NOTICES_HTTP = {"sms": {"url": "https://gateway.example.cn/send"}}
    assert HttpProvider("sms").check_config() == []
