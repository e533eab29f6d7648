"""What a resident meets: services found by any words, large type, public figures, no login."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_the_home_page_needs_no_login_and_says_the_data_is_synthetic(client):
    page = client.get("/").content.decode()
    assert "您想办什么?" in page
    assert "演示数据: 人物与记录均为合成" in page


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("低保", "最低生活保障"),
        ("dibao", "最低生活保障"),
        ("领证", "结婚登记"),
        ("清明祭扫", "祭扫"),
        ("妈妈走不动路了", "照护"),
    ],
)
def test_a_question_in_plain_words_finds_the_service(client, asked, name):
    assert client.get("/", {"q": asked})["Location"].startswith("/services/?q=")
    assert name in client.get("/services/", {"q": asked}).content.decode()


def test_an_unknown_question_is_answered_without_blame(client):
    page = client.get("/services/", {"q": "zqxw<script>"}).content.decode()
    assert "不代表这件事不能办" in page
    assert "zqxw&lt;script&gt;" in page


def test_a_question_of_nothing_shows_the_topics(client):
    page = client.get("/services/", {"q": "   "}).content.decode()
    assert "可能是这些事" not in page
    assert "困难救助" in page


def test_while_typing_only_the_answers_are_sent(client):
    part = client.get("/services/", {"q": "低保"}, headers={"HX-Target": "found"})
    assert "<html" not in part.content.decode()
    assert "最低生活保障" in part.content.decode()


def test_public_information_shows_all_seventeen_indicators(client):
    page = client.get("/open/").content.decode()
    assert page.count('<th scope="row">') == 17
    assert "护理型床位占比" in page


def test_elder_mode_stays_until_it_is_switched_off(client):
    answer = client.post("/elder/", {"on": "1", "next": "/open/"})
    assert answer["Location"] == "/open/"
    assert 'class="elder"' in client.get("/").content.decode()
    client.post("/elder/", {"on": "0", "next": "/"})
    assert 'class="elder"' not in client.get("/").content.decode()


def test_elder_mode_sends_nobody_to_another_site(client):
    assert client.post("/elder/", {"on": "1", "next": "https://evil.example/"})["Location"] == "/"
    assert client.get("/elder/").status_code == 405


def test_the_load_balancer_gets_its_answer(client):
    assert client.get("/healthz").content == b"ok"
