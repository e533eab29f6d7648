"""A family with many children: who looks after them agrees once, and what is known of each of them
is folded away."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.support.residents import signed_in
from tests.web.portal.conftest import DIBAO, TYPED, Resident
from yingzhou.kernel.cases.models import Draft

pytestmark = pytest.mark.django_db
NAMES = ("王大宝", "王二宝", "王三宝")


@pytest.fixture
def father(world):
    """Of three children; his mother lives with them."""
    for number, name in enumerate(NAMES):
        born = date(2012 + number, 1, 1)
        child = factories.person(name, born, home=world.village, household="H1")
        factories.kin(child, world.son)
        factories.income(child, since=date(2025, 7, 1))
    return Resident(signed_in(world.son))


def asked_first(father) -> list[str]:
    page, places = father.post(f"{DIBAO}apply/"), []
    while "-consent/" in page.request["PATH_INFO"]:
        places.append(page.context["question"].place)
        page = father.says(page, **{places[-1]: "1", "do": "next"})
    return places


def test_who_looks_after_them_agrees_once_for_all_children(father):
    assert len(asked_first(father)) == 3, "the grandmother, the father, and once for the children"
    members = Draft.objects.get().answers["members"]
    assert [one["values"]["consent"] for one in members] == [True] * 5


def test_the_question_names_them_all_and_asks_the_guardian(father):
    page = father.post(f"{DIBAO}apply/")
    place = "m2-consent"
    page = father.get(f"{DIBAO}apply/ask/{place}/")
    text = page.content.decode()
    assert "、".join(NAMES) in text
    assert "监护人同意" in text
    assert "授权书上签字" not in text, "children sign nothing"


def test_a_no_for_them_is_a_no_for_each(father):
    case = father.apply(answers=TYPED | {"m2-consent": "0"})
    agreed = {one["name"]: one["values"]["consent"] for one in case.answers["members"]}
    assert {agreed[name] for name in NAMES} == {False}
    assert agreed["王建国"] is True


def test_a_child_named_later_opens_the_question_again(father):
    asked_first(father)
    draft = Draft.objects.get()
    draft.answers["members"][3]["values"].pop("consent")
    draft.save()
    page = father.post(f"{DIBAO}apply/")
    assert page.context["question"].place == "m2-consent"


def test_what_is_known_of_each_is_folded_where_it_is_long(father):
    page = father.sees_what_is_known()
    groups = {one.name: one for one in page.context["here"].known_groups}
    assert groups["王建国"].is_open
    assert not groups["王大宝"].is_open
    text = page.content.decode()
    assert "王大宝" in text
    assert text.count('<details class="known-group"') >= 5


def test_a_short_list_stands_open(mother):
    groups = mother.sees_what_is_known().context["here"].known_groups
    assert sum(len(one.questions) for one in groups) <= 12
    assert all(one.is_open for one in groups)
