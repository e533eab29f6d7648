"""Anybody can ask whether a letter is genuine; staff see what is stuck and send it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from tests.kernel.notices.letters import CLERK, NOON, letter, reachable
from yingzhou.kernel.notices import codes, services
from yingzhou.kernel.notices.models import Message

pytestmark = pytest.mark.django_db
TEXT = "您申请的最低生活保障已受理。"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def waiting(**more) -> Message:
    return services.send(
        key="case:1/1", person=reachable(), about="case:1", text=TEXT, at=NOON, **more
    )[0]


def test_a_genuine_letter_is_confirmed_and_says_no_more_than_it_must(client):
    someone = factories.person("李秀珍")
    one = letter(person=someone)
    typed = codes.in_groups(one.code).lower()
    shown = page(client, f"/verify/?code={typed}")
    assert "是真的" in shown
    for told in (one.number, one.title, "李*珍", "2025"):
        assert told in shown
    for kept in ("李秀珍", "最低生活保障", one.about_number, "case:1", "li.ming"):
        assert kept not in shown


def test_whose_letter_it_is_is_said(client):
    said = {"paragraphs": ["系本村村民。"], "signed_by": "城桥镇城桥村村民委员会"}
    village = letter("v", template="certificate", title="居住情况证明书", content=said)
    shown = page(client, f"/verify/{village.code}/")
    assert "这封信是城桥镇城桥村村民委员会发的" in shown
    assert "城桥镇城桥村证〔2025〕1号" in shown
    assert "崇民函" not in shown
    assert "这封信是上海市崇明区民政局发的" in page(client, f"/verify/{letter('b').code}/")


def test_a_revoked_letter_is_said_to_hold_no_longer(client):
    one = letter()
    services.revoke_letter(letter=one, why="金额有误", actor=CLERK, at=NOON)
    shown = page(client, f"/verify/{one.code}/")
    assert "已撤销" in shown
    assert "是真的" not in shown
    assert "金额有误" not in shown


def test_a_letter_to_nobody_in_particular_has_no_addressee(client):
    assert "<dt>写给</dt>" not in page(client, f"/verify/{letter().code}/")


def test_an_unknown_code_says_what_to_do(client):
    shown = page(client, "/verify/ABCDEFGHJKMN/", 404)
    assert "查无此信" in shown
    assert "不要照着它付钱" in shown


def test_a_code_that_is_too_short_stays_on_the_page_with_what_was_typed(client):
    shown = page(client, "/verify/?code=ABCD-EFGH")
    assert "您输入了 8 个" in shown
    assert 'value="ABCD-EFGH"' in shown
    assert "您输入了" not in page(client, "/verify/")


def test_who_tries_many_codes_has_to_wait_and_others_do_not(client, stop_clock):
    one = letter()
    stop_clock(NOON)
    for number in range(20):
        page(client, f"/verify/ABCDEFGHJK{number:02d}/", 404)
    shown = page(client, f"/verify/{one.code}/", 429)
    assert "13:00" in shown
    assert client.get(f"/verify/{one.code}/")["Retry-After"] == "3600"
    assert client.get(f"/verify/{one.code}/", REMOTE_ADDR="192.0.2.9").status_code == 200
    stop_clock(NOON + timedelta(hours=1))
    assert "是真的" in page(client, f"/verify/{one.code}/")


def test_asking_for_true_letters_is_never_too_often(client):
    one = letter()
    for _ in range(25):
        page(client, f"/verify/{one.code}/")


def test_codes_with_strange_signs_are_just_unknown(client):
    for strange in ("%00", "'%20OR%201=1", "验证码", "x" * 300):
        page(client, f"/verify/{strange}/", 404)


def test_the_outbox_shows_what_needs_attention_first(client_as):
    client = client_as("bureau")
    assert "没有待发送的消息" in page(client, "/desk/notices/")
    message = waiting()
    Message.objects.update(status=Message.Status.GIVEN_UP, error="通道回答 422")
    shown = page(client, "/desk/notices/")
    for told in ("多次失败", "李*珍", TEXT, "通道回答 422", "不再自动发"):
        assert told in shown
    assert "李秀珍" not in shown
    answer = client.post(f"/desk/notices/{message.pk}/retry/", follow=True)
    assert "已排入待发送" in answer.content.decode()
    assert Message.objects.get().status == Message.Status.WAITING


def test_who_keeps_the_machine_sees_that_it_is_stuck_but_not_what_it_says(client_as):
    waiting()
    services.deliver_due(at=NOON)
    client = client_as("administrator")
    for address in ("/desk/notices/?status=sent", "/desk/notices/outbox/"):
        shown = page(client, address)
        assert "短信" in shown
        assert TEXT not in shown
    assert TEXT in page(client_as("bureau"), "/desk/notices/outbox/")


def test_a_sent_message_cannot_be_sent_again(client_as):
    message = waiting()
    services.deliver_due(at=NOON)
    answer = client_as("bureau").post(f"/desk/notices/{message.pk}/retry/", follow=True)
    assert "不用再发" in answer.content.decode()


def test_a_channel_without_a_provider_is_told_on_the_page(client_as, settings):
    settings.NOTICES_PROVIDERS = {"sms": "", "app": ""}
    assert "还没有配置通道" in page(client_as("bureau"), "/desk/notices/")


def test_letters_whose_file_is_still_to_be_made_are_told(client_as):
    letter()
    assert "有 1 封信函的文件还在生成" in page(client_as("bureau"), "/desk/notices/")


def test_an_unknown_state_shows_the_first_one(client_as):
    assert "待发送" in page(client_as("bureau"), "/desk/notices/?status=x&after=zzz")


def test_the_demo_lets_its_channel_fail(client_as):
    client = client_as("bureau")
    told = client.post("/desk/notices/outbox/failing/", {"every": "2"}, follow=True)
    assert 'value="2"' in told.content.decode()
    wrong = client.post("/desk/notices/outbox/failing/", {"every": "²"}, follow=True)
    assert "0到100之间" in wrong.content.decode()


def test_a_real_district_has_no_development_outbox(client_as, settings):
    settings.DEMO = False
    client = client_as("town")
    assert client.get("/desk/notices/").status_code == 403
    bureau = factories.user_with("bureau")
    from django.test import RequestFactory

    from yingzhou.kernel.notices.views import desk

    request = RequestFactory().get("/desk/notices/outbox/")
    request.user = bureau
    with pytest.raises(desk.Http404):
        desk.development(request)


def test_a_full_outbox_and_a_check_ask_little(client_as, client, django_assert_max_num_queries):
    someone, one = reachable(), letter()
    for number in range(30):
        services.send(key=f"k{number}", person=someone, about="case:1", text=TEXT, at=NOON)
    bureau = client_as("bureau")
    with django_assert_max_num_queries(12):
        bureau.get("/desk/notices/")
    with django_assert_max_num_queries(3):
        client.get(f"/verify/{one.code}/")
