"""/desk/people/: searching, one person's page, the full number, and changes."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.people import identity, services
from yingzhou.kernel.people.models import Kinship, LifeEvent

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
SEARCH = "/desk/people/"


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def family():
    """A grandmother on a roll, her son elsewhere, and his child who lives with her."""
    home, away = factories.village("启瀛村"), factories.village("鳌山村")
    who = {"actor": SYSTEM, "at": clock.now()}
    old = factories.person("李秀珍", home=home, household="H1", relation=1)
    son = factories.person("王建国", date(1980, 3, 3), 1, away, "H2", 1)
    child = factories.person("王小明", date(2016, 4, 4), 1, home, "H1", 4)
    services.link_kin(person=son, relative=old, kind=Kinship.Kind.PARENT, **who)
    services.link_kin(person=child, relative=son, kind=Kinship.Kind.PARENT, **who)
    services.enrol(roll="dibao", holder=old, since=date(2022, 1, 1), **who)
    return old, son, child


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_browses_an_empty_search_gives_guidance_and_no_names(client_as, family):
    content = page(client_as("bureau").get(SEARCH))
    assert "先知道要找谁" in content
    assert "王建国" not in content


def test_a_name_is_searched_by_address_and_the_result_masks_the_number(client_as, family):
    client = client_as("bureau")
    response = client.post(SEARCH, {"q": "李秀珍"})
    assert response.headers["Location"] == "/desk/people/?q=%E6%9D%8E%E7%A7%80%E7%8F%8D"
    content = page(client.get(response.headers["Location"]))
    number = str(family[0].id_number)
    assert identity.mask(number) in content
    assert number not in content


def test_signs_that_no_database_stores_are_passed_over(client_as, family):
    assert "李秀珍" in page(client_as("bureau").get(SEARCH, {"q": "李秀\x00珍"}))


def test_a_number_goes_straight_to_the_person_and_never_into_an_address(client_as, family):
    number = str(family[0].id_number)
    response = client_as("bureau").post(SEARCH, {"q": number})
    assert response.headers["Location"] == f"/desk/people/{family[0].pk}/"
    entry = AuditEntry.objects.get(action="people.search")
    assert entry.detail == {"kind": "number", "text": identity.mask(number), "found": 1}


def test_a_number_typed_into_an_address_is_taken_out_of_it(client_as, family):
    unknown = factories.id_number(date(1970, 1, 1))
    response = client_as("bureau").get(SEARCH, {"q": unknown}, follow=True)
    assert response.redirect_chain == [("/desk/people/", 302)]
    content = page(response)
    assert identity.mask(unknown) in content
    assert unknown not in content


def test_a_wrong_number_is_explained_and_not_repeated(client_as):
    wrong = "110105194912310021"
    content = page(client_as("bureau").post(SEARCH, {"q": wrong}))
    assert "校验位" in content
    assert wrong not in content


def test_a_search_is_audited_masked(client_as, family):
    client_as("bureau").get(SEARCH, {"q": "李秀珍 1950"})
    entry = AuditEntry.objects.get(action="people.search")
    assert entry.detail == {"kind": "name", "text": "李*珍 1950", "found": 1}


def test_a_search_page_takes_few_queries(client_as, family, django_assert_max_num_queries):
    client = client_as("town", factories.district())
    client.get(SEARCH, {"q": "李秀真"})
    with django_assert_max_num_queries(12):
        client.get(SEARCH, {"q": "李秀真"})


def test_the_page_shows_household_kin_rolls_and_who_looked(client_as, family):
    old, son, child = family
    client = client_as("town", factories.district())
    content = page(client.get(f"/desk/people/{old.pk}/"))
    for text in ("李秀珍", son.name, child.name, "户号", "城乡低保", "鳌山村", "75 岁"):
        assert text in content, text
    assert f'hx-get="/desk/people/{old.pk}/looks/"' in content
    who_looked = page(client.get(f"/desk/people/{old.pk}/looks/"))
    assert "查看" in who_looked
    assert "测试员" in who_looked
    assert AuditEntry.objects.get(action="people.view").subject_id == old.pk


def test_a_village_officer_sees_neither_rolls_nor_childrens_details(client_as, family):
    old, _, child = family
    client = client_as("village", old.residences.first().division)
    content = page(client.get(f"/desk/people/{old.pk}/"))
    assert "城乡低保" not in content
    assert "王小明" not in content
    assert "王*明" in content
    content = page(client.get(f"/desk/people/{child.pk}/"))
    assert "未成年人的资料受保护" in content
    assert "新河路1号" not in content
    assert "王小明" not in content


def test_the_household_is_shown_as_it_was_on_a_chosen_day(client_as, family):
    old, _, child = family
    address = f"/desk/people/{old.pk}/"
    content = page(client_as("bureau").get(address, {"on": "2015-01-01"}))
    assert child.name not in content
    assert "1 人" in content


@pytest.mark.parametrize("day", ["2999-01-01", "1900-01-01", "nonsense", "2020-99-99"])
def test_a_day_that_makes_no_sense_is_explained(client_as, family, day):
    content = page(client_as("bureau").get(f"/desk/people/{family[0].pk}/", {"on": day}))
    assert "下面按今天显示" in content


def test_outside_the_scope_there_is_a_refusal_with_a_trace(client_as, family):
    client = client_as("village", factories.village("别村"))
    assert client.get(f"/desk/people/{family[0].pk}/").status_code == 403
    assert AuditEntry.objects.get(action="people.refused").subject_id == family[0].pk


def test_the_full_number_is_shown_once_for_a_reason(client_as, family):
    old, number = family[0], str(family[0].id_number)
    client = client_as("town", factories.district())
    address = f"/desk/people/{old.pk}/number/"
    refused = page(client.post(address, {"reason": "看"}, follow=True))
    assert "用途" in refused
    assert number not in refused
    shown = client.post(address, {"reason": "核对低保申请材料"})
    assert number in page(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert number not in page(client.get(f"/desk/people/{old.pk}/"))
    entry = AuditEntry.objects.get(action="people.reveal")
    assert entry.detail == {"reason": "核对低保申请材料"}
    assert client.get(address).status_code == 405


def test_a_number_in_the_source_of_an_event_is_refused_and_kept_nowhere(client_as, family):
    number = str(family[0].id_number)
    typed = {"on": "2025-06-01", "source": f"证明{number}", "confirmed": "1"}
    client = client_as("town", factories.district())
    refused = page(client.post(f"/desk/people/{family[0].pk}/death/", typed))
    assert "这里不要填写身份证号码" in refused
    assert not LifeEvent.objects.filter(kind="death").exists()


def test_a_death_is_confirmed_after_saying_what_follows_and_can_be_taken_back(client_as, family):
    old = family[0]
    client = client_as("town", factories.district())
    address = f"/desk/people/{old.pk}/death/"
    typed = {"on": "2025-06-01", "source": "医学证明"}
    preview = page(client.post(address, typed))
    assert "退出名册: 城乡低保" in preview
    assert not LifeEvent.objects.filter(kind="death").exists()
    assert "死亡已登记" in page(client.post(address, typed | {"confirmed": "1"}, follow=True))
    event = LifeEvent.objects.get(kind="death")
    address = f"/desk/people/{old.pk}/events/{event.pk}/reverse/"
    preview = page(client.post(address, {"reason": "登记错人"}))
    assert "2 条户籍和常住记录恢复" in preview
    done = client.post(address, {"reason": "登记错人", "confirmed": "1"}, follow=True)
    assert "已撤回" in page(done)


def test_a_refused_change_keeps_what_was_typed(client_as, family):
    client = client_as("bureau")
    address = f"/desk/people/{family[0].pk}/death/"
    typed = {"on": "2026-01-01", "source": "医学证明", "confirmed": "1"}
    content = page(client.post(address, typed))
    assert "晚于今天" in content
    assert "医学证明" in content


def test_a_move_says_where_to_and_is_recorded(client_as, family):
    old, son, _ = family
    away = son.residences.first().division
    client = client_as("bureau")
    address = f"/desk/people/{old.pk}/move/"
    assert "鳌山村" in page(client.get(address))
    typed = {
        "kinds": ["2"],
        "division": str(away.pk),
        "address": "鳌山路2号",
        "on": "2025-05-01",
        "relation": "9",
        "source": "申报",
    }
    assert "新常住: 庙镇 鳌山村" in page(client.post(address, typed))
    done = page(client.post(address, typed | {"confirmed": "1"}, follow=True))
    assert "鳌山路2号" in done


def test_who_moves_somebody_out_of_sight_is_told_so_and_not_turned_away(client_as):
    town = factories.town("堡镇")
    old = factories.person("施红英", home=factories.village("米行村", town), household="H9")
    clerk = client_as("town", town)
    typed = {
        "kinds": ["1", "2"], "division": "out", "on": "2025-05-01", "source": "迁移证",
        "relation": "9", "confirmed": "1",
    }  # fmt: skip
    done = clerk.post(f"/desk/people/{old.pk}/move/", typed, follow=True)
    assert done.status_code == 200
    assert done.redirect_chain[-1][0] == "/desk/people/"
    assert "迁移已登记。此人的户籍和常住已不在您负责的区划内" in page(done)
    assert not AuditEntry.objects.filter(action="people.refused").exists()


def test_before_a_death_is_entered_the_page_says_what_happens_to_the_money(client_as, family):
    old = family[0]
    typed = {"on": "2025-05-01", "source": "医学证明"}
    seen = page(client_as("bureau").post(f"/desk/people/{old.pk}/death/", typed))
    assert "发给本人的钱从去世的次月起停; 已经多发的立案追回" in seen
    assert "对此人的走访停办" in seen


def test_a_village_officer_may_not_change(client_as, family):
    old = family[0]
    client = client_as("village", old.residences.first().division)
    assert "登记迁移" not in page(client.get(f"/desk/people/{old.pk}/"))
    assert client.get(f"/desk/people/{old.pk}/move/").status_code == 403


def test_of_relatives_elsewhere_a_page_tells_no_more_than_that_there_are_any(client_as, family):
    old, son, _ = family
    clerk = client_as("village", old.residences.get(kind=1).division)
    content = page(clerk.get(f"/desk/people/{old.pk}/"))
    assert "王建国" not in content
    assert "王*国" in content
    assert "鳌山村" not in content
    assert f"/desk/people/{son.pk}/" not in content
    assert "王建国" in page(client_as("bureau").get(f"/desk/people/{old.pk}/"))


def test_what_a_role_opens_in_one_place_another_role_does_not_open_elsewhere(client_as, family):
    """A clerk of one town who is also a village officer in another."""
    old, _, child = family
    client = client_as("town", factories.town("新海镇"))
    user = User.objects.get(pk=client.session["_auth_user_id"])
    home = old.residences.get(kind=1).division
    Assignment.objects.create(user=user, role="village", division=home, valid_from="2020-01-01")
    content = page(client.get(f"/desk/people/{old.pk}/"))
    assert "城乡低保" not in content
    assert "查看完整号码" not in content
    assert "登记迁移" not in content
    assert "王小明" not in page(client.get(f"/desk/people/{child.pk}/"))
    assert "王小明" not in page(client.get(SEARCH, {"q": "wangxiaoming"}))
