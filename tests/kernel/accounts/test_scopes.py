"""Where a role reaches, and which classes of data it opens there."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import district, division, town, user_with, village
from yingzhou.kernel.accounts.models import Assignment
from yingzhou.kernel.accounts.scopes import (
    NOWHERE,
    classes_at,
    data_classes,
    scope_of,
    visible_classes,
)
from yingzhou.kernel.divisions import tree
from yingzhou.kernel.divisions.models import Division, DivisionChange, DivisionSuccession

pytestmark = pytest.mark.django_db


def merge(old: Division, into: Division, on: date) -> None:
    change = DivisionChange.objects.create(
        kind="merge", on=on, document="测试〔2024〕1号", made_at="2024-01-01T00:00+08:00"
    )
    DivisionSuccession.objects.create(change=change, predecessor=old, successor=into)
    Division.objects.filter(pk=old.pk).update(valid_to=on)
    old.names.update(valid_to=on)
    tree.forget()


def test_a_town_clerk_reaches_the_town_and_its_villages_and_no_other():
    miaozhen, chengqiao = town("庙镇"), town("城桥镇")
    inside, outside = village("启瀛村", miaozhen), village("城桥村", chengqiao)
    scope = scope_of(user_with("town", miaozhen), "people.view")
    assert scope.ids == {miaozhen.pk, inside.pk}
    assert scope.contains(inside.pk)
    assert not scope.contains(outside.pk)
    assert not scope.contains(district().pk)


def test_a_role_over_the_district_has_no_list_of_ids_at_all():
    scope = scope_of(user_with("bureau"), "people.view")
    assert scope.ids is None
    assert scope.is_everything
    assert scope.contains(12345)


def test_who_lacks_the_permission_or_the_login_reaches_nothing():
    miaozhen = town()
    assert scope_of(user_with("village", village(parent=miaozhen)), "people.reveal") == NOWHERE
    assert scope_of(AnonymousUser(), "people.view") == NOWHERE
    assert visible_classes(AnonymousUser(), "people.view") == set()
    closed = user_with("bureau")
    closed.is_active = False
    assert scope_of(closed, "people.view") == NOWHERE
    assert data_classes(closed, miaozhen.pk) == set()


def test_a_role_counts_only_while_it_is_held(stop_clock):
    miaozhen = town()
    clerk = user_with("town", miaozhen)
    Assignment.objects.update(valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1))
    for day, reached in [(date(2023, 12, 31), 0), (date(2024, 12, 31), 1), (date(2025, 1, 1), 0)]:
        stop_clock(day)
        clerk.forget_assignments()
        assert len(scope_of(clerk, "people.view").ids) == reached


def test_two_roles_reach_both_places_each_with_its_own_data():
    miaozhen, chengqiao = town("庙镇"), town("城桥镇")
    clerk = user_with("town", miaozhen)
    far = village("城桥村", chengqiao)
    Assignment.objects.create(user=clerk, role="village", division=far, valid_from="2020-01-01")
    clerk.forget_assignments()
    assert scope_of(clerk, "people.view").ids == {miaozhen.pk, far.pk}
    assert scope_of(clerk, "people.reveal").ids == {miaozhen.pk}
    assert "sensitive" in data_classes(clerk, miaozhen.pk)
    assert data_classes(clerk, far.pk) == {"public", "personal"}
    assert data_classes(clerk, chengqiao.pk) == set()
    assert "children" in visible_classes(clerk, "people.view")


def test_a_role_opens_its_classes_where_it_is_held_and_nowhere_else():
    miaozhen, chengqiao = town("庙镇"), town("城桥镇")
    clerk = user_with("town", miaozhen)
    far = village("城桥村", chengqiao)
    Assignment.objects.create(user=clerk, role="village", division=far, valid_from="2020-01-01")
    clerk.forget_assignments()
    assert classes_at(clerk, [far.pk], "people.view") == {"public", "personal"}
    assert "children" in classes_at(clerk, [far.pk, miaozhen.pk], "people.view")
    assert classes_at(clerk, [far.pk], "people.reveal") == set()
    assert classes_at(user_with("bureau"), [], "people.view") >= {"sensitive"}


def test_an_administrator_sees_public_data_and_no_people():
    admin = user_with("administrator")
    assert scope_of(admin, "people.view") == NOWHERE
    assert data_classes(admin, district().pk) == {"public"}


def test_a_merger_gives_the_village_officer_no_wider_view():
    """He keeps the old village's records; the new, larger one needs a new grant."""
    miaozhen = town()
    old, new = village("启瀛村", miaozhen), village("联益村", miaozhen)
    officer = user_with("village", old)
    merge(old, new, date(2024, 1, 1))
    assert scope_of(officer, "people.view").ids == {old.pk}


def test_the_town_clerk_keeps_the_records_of_a_village_that_was_merged():
    miaozhen = town()
    old, new = village("启瀛村", miaozhen), village("联益村", miaozhen)
    merge(old, new, date(2024, 1, 1))
    assert scope_of(user_with("town", miaozhen), "people.view").contains(old.pk)


def test_the_scope_is_worked_out_once_per_request(django_assert_num_queries):
    clerk = user_with("town", town())
    scope_of(clerk, "people.view")
    with django_assert_num_queries(0):
        scope_of(clerk, "people.view")


def test_a_statistical_unit_is_a_place_like_a_town():
    farm = division("某农场", Division.Kind.STATISTICAL, district())
    assert scope_of(user_with("town", farm), "people.view").ids == {farm.pk}
