"""The login by the city's identity service, against a real one over HTTP."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from tests.factories import PASSWORD, person, user_with
from tests.support.provider import running
from yingzhou.core.models import AuditEntry
from yingzhou.demo.identity.protocol import Person as Told
from yingzhou.kernel.accounts.models import User

pytestmark = pytest.mark.django_db
UNKNOWN = "11010519491231002X"


@pytest.fixture
def client():
    return Client(SERVER_NAME="127.0.0.1")


@pytest.fixture
def service(settings):
    with running() as service:
        settings.SOCIALACCOUNT_PROVIDERS = service.settings
        yield service


@pytest.fixture
def granny(service):
    made = person("李秀珍", date(1946, 5, 1))
    service.directory.known["granny"] = Told("sub-granny", "李秀珍", str(made.id_number))
    return made


def go(client, service, who="granny", following="/my/"):
    """From our login page to the service and back; the last answer of ours."""
    away = client.post("/my/login/city/", {"next": following})
    assert away.status_code == 302, away.content.decode()
    asked = parse_qs(urlsplit(away.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "id_number" not in away.url
    return client.get(service.chosen(away.url, who))


def who(client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_the_first_login_opens_an_account_and_the_second_finds_it(client, service, granny):
    answer = go(client, service)
    assert (answer.status_code, answer.url) == (302, "/my/")
    user = who(client)
    assert (user.kind, user.person, user.username) == ("resident", granny, f"r{granny.pk}")
    assert not user.has_usable_password()
    assert "李秀珍, 您好" in client.get("/my/").content.decode()
    client.post("/accounts/logout/")
    go(client, service)
    assert who(client) == user
    assert User.objects.filter(kind="resident").count() == 1


def test_it_leads_back_to_the_page_that_was_asked_for_but_to_no_other_site(client, service, granny):
    assert go(client, service, following="/my/?x=1").url == "/my/?x=1"
    client.post("/accounts/logout/")
    assert go(client, service, following="https://elsewhere.example/").url == "/my/"


def test_neither_number_nor_token_nor_the_services_own_name_is_kept(client, service, granny):
    go(client, service)
    kept = SocialAccount.objects.get()
    assert kept.extra_data == {}
    assert "granny" not in kept.uid
    assert not SocialToken.objects.exists()
    number = str(granny.id_number)
    assert number not in str(dict(client.session.items()))
    assert all(number not in str(entry.detail) for entry in AuditEntry.objects.all())


@pytest.mark.parametrize("number", [UNKNOWN, "", "no number"])
def test_who_is_not_in_the_register_is_told_where_to_go_and_nothing_is_made(
    client, service, number
):
    service.directory.known["stranger"] = Told("sub-stranger", "外来人", number)
    answer = go(client, service, "stranger")
    page = client.get(answer.url).content.decode()
    assert "登记册里没有找到您" in page
    assert "社区事务受理服务中心" in page
    assert not SocialAccount.objects.exists()
    assert not User.objects.exists()


def test_the_dead_do_not_log_in_and_a_running_session_ends(client, service, granny):
    go(client, service)
    granny.death_date = date(2026, 1, 1)
    granny.save()
    assert client.get("/my/").url.startswith("/my/login/")
    answer = go(client, service)
    assert "账号现在不能登录" in client.get(answer.url).content.decode()


def test_one_name_of_the_service_never_moves_to_another_person(client, service, granny):
    go(client, service)
    other = person("王建国")
    service.directory.known["granny"] = Told("sub-granny", "王建国", str(other.id_number))
    client.post("/accounts/logout/")
    assert go(client, service).url == "/my/login/?why=closed"
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(person=other).exists()


def test_who_cancels_comes_back_to_both_ways(client, service, granny):
    page = client.get(go(client, service, "").url).content.decode()
    assert "您取消了登录" in page
    assert "用窗口发的登录码登录" in page


def test_a_service_that_is_down_is_said_plainly(client, service, granny, settings):
    app = service.settings["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = client.post("/my/login/city/")
    assert answer.url == "/my/login/?why=failed"
    assert "身份服务没有答复" in client.get(answer.url).content.decode()


def test_a_code_works_once_and_only_in_the_browser_that_asked(client, service, granny):
    away = client.post("/my/login/city/")
    back = service.chosen(away.url, "granny")
    other = Client(SERVER_NAME="127.0.0.1")
    assert other.get(back).url == "/my/login/?why=failed"
    client.get(back)
    client.post("/accounts/logout/")
    assert client.get(back).url == "/my/login/?why=failed"


def test_an_unknown_service_is_no_page(client, service):
    assert client.post("/my/login/google/").status_code == 404


def test_without_a_service_the_page_offers_the_code_alone(client):
    page = client.get("/my/login/").content.decode()
    assert "去随申办登录" not in page
    assert "用登录码登录" in page
    assert client.post("/my/login/city/").status_code == 404


def test_a_clerk_who_logs_in_as_a_resident_is_a_resident_then(client, service, granny):
    clerk = user_with("town")
    client.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})
    assert client.get("/desk/").status_code == 200
    assert "先从右上角退出" in client.get("/my/").content.decode()
    away = client.post("/my/login/city/?process=connect", {"process": "connect"})
    back = service.chosen(away.url, "granny")
    client.get(back)
    assert who(client).person == granny
    assert client.get("/desk/").status_code == 403
    assert SocialAccount.objects.get().user != clerk


def test_the_services_answers_name_one_person(client, service, granny, monkeypatch):
    """OpenID Connect Core 5.3.2: the subject of userinfo must be that of the signed token."""
    claims = service.provider.claims
    monkeypatch.setattr(
        service.provider, "claims", lambda bearer: claims(bearer) | {"sub": "somebody else"}
    )
    assert go(client, service).url == "/my/login/?why=failed"


def test_the_service_itself_answers_by_the_book(service):
    config = requests.get(
        f"{service.provider.issuer}/.well-known/openid-configuration", timeout=5
    ).json()
    assert config["issuer"] == service.provider.issuer
    assert requests.get(config["jwks_uri"], timeout=5).json()["keys"][0]["alg"] == "RS256"
    answer = requests.get(config["userinfo_endpoint"], timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_token"})
    assert requests.get(f"{service.provider.issuer}/nothing", timeout=5).status_code == 404
    elsewhere = f"{config['authorization_endpoint']}?client_id=yingzhou-test&redirect_uri="
    page = requests.get(f"{elsewhere}https://evil.example/my/login/city/back/", timeout=5)
    assert page.status_code == 400
    assert "只认本机演示平台" in page.text
