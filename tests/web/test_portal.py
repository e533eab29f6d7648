"""What a resident meets: an honest answer, large type, public figures, no login."""

from __future__ import annotations

import pytest

from yingzhou.web import later

pytestmark = pytest.mark.django_db


def test_the_home_page_needs_no_login_and_says_the_data_is_synthetic(client):
    page = client.get("/").content.decode()
    assert "您想办什么?" in page
    assert "演示数据: 人物与记录均为合成" in page


@pytest.mark.parametrize(
    ("asked", "service"),
    [
        ("给父母找养老院", "养老服务"),
        ("低保", "困难救助"),
        ("领证", "结婚登记"),
        ("清明祭扫", "身后事"),
    ],
)
def test_a_question_in_plain_words_finds_the_line_of_work(client, asked, service):
    assert service in [item.name for item in later.matching(asked)]
    page = client.get("/", {"q": asked}).content.decode()
    assert "现在还不能网上申请" in page
    assert service in page


def test_an_unknown_question_is_answered_without_blame(client):
    page = client.get("/", {"q": "修水管<script>"}).content.decode()
    assert "不代表这件事不能办" in page
    assert "修水管&lt;script&gt;" in page


def test_a_question_of_nothing_is_no_question(client):
    assert "您问的是" not in client.get("/", {"q": "   "}).content.decode()


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
