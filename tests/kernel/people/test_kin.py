"""Whose cases somebody must keep away from (回避): the near relatives, both ways."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import person, village
from yingzhou.kernel.people.models import Kinship, Membership, Person
from yingzhou.kernel.people.selectors import kin_of
from yingzhou.kernel.people.selectors.kin import is_kin

PARENT, SPOUSE, GUARDIAN = Kinship.Kind.PARENT, Kinship.Kind.SPOUSE, Kinship.Kind.GUARDIAN


def link(kind: int, somebody: Person, relative: Person) -> None:
    Kinship.objects.get_or_create(person=somebody, relative=relative, kind=kind)


@pytest.fixture
def family(db) -> dict[str, Person]:
    """Three generations, an uncle with his wife and son, the wife's and the daughter's husband's
    people, and a neighbour who is guardian of the aunt."""
    home = village()
    names = (
        "奶奶 妈妈 爸爸 自己 妹妹 妻子 女儿 外孙 舅舅 表弟 阿姨 邻居 岳母 小舅子 弟媳 女婿 亲家 "
        "妹夫 舅妈 继母 外人"
    )
    made = {name: person(name, home=home, born=date(1960, 1, 1)) for name in names.split()}
    for child, parent in (
        ("妈妈", "奶奶"), ("舅舅", "奶奶"), ("自己", "妈妈"), ("自己", "爸爸"), ("妹妹", "妈妈"),
        ("女儿", "自己"), ("外孙", "女儿"), ("表弟", "舅舅"), ("妻子", "岳母"),
        ("小舅子", "岳母"), ("女婿", "亲家"), ("弟媳", "外人"),
    ):  # fmt: skip
        link(PARENT, made[child], made[parent])
    for one, other in (
        ("自己", "妻子"), ("小舅子", "弟媳"), ("女儿", "女婿"), ("妹妹", "妹夫"), ("舅舅", "舅妈"),
        ("爸爸", "继母"),
    ):  # fmt: skip
        link(SPOUSE, made[one], made[other])
        link(SPOUSE, made[other], made[one])
    link(GUARDIAN, made["阿姨"], made["邻居"])
    return made


@pytest.mark.parametrize(
    ("who", "near", "further"),
    [
        (
            "自己",
            "奶奶 妈妈 爸爸 妹妹 妻子 女儿 外孙",
            "舅舅 表弟 岳母 小舅子 弟媳 女婿 亲家 妹夫 舅妈 继母",
        ),
        ("女儿", "自己 妈妈 爸爸 外孙 女婿", "奶奶 妹妹 妻子 亲家 妹夫"),
        ("妹夫", "妹妹", "妈妈 自己 妻子 女儿 舅舅 表弟"),
        ("妻子", "自己 岳母 小舅子", "妈妈 爸爸 妹妹 妹夫 女儿 舅舅 表弟 弟媳"),
        ("弟媳", "小舅子 外人", "岳母 妻子 自己"),
        ("阿姨", "邻居", ""),
        ("邻居", "阿姨", ""),
    ],
)
def test_the_table_of_relatives(family, who, near, further):
    """Who has to keep away (公务员法 第七十六条), and the narrower 近亲属 of 民法典 1045."""
    by_pk = {each.pk: name for name, each in family.items()}
    found = {by_pk[pk] for pk in kin_of(family[who].pk)}
    assert found >= {*near.split(), *further.split()}
    assert not found & {"外人", "邻居", who} - {*near.split()}
    rows = Membership.objects.filter(is_kin({family[who].pk}, "person"))
    assert {by_pk[pk] for pk in rows.values_list("person", flat=True)} == {*near.split(), who}


def test_it_asks_one_question(family, django_assert_num_queries):
    with django_assert_num_queries(1):
        kin_of(family["自己"].pk)


def test_who_stands_alone_has_no_relatives(db):
    assert kin_of(person().pk) == set()


class AnyFamily(TestCase):
    @settings(max_examples=15)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([PARENT, SPOUSE, GUARDIAN]), st.integers(0, 7), st.integers(0, 7)
            ),
            max_size=14,
        )
    )
    def test_whoever_is_my_relative_has_me_as_theirs(self, drawn):
        home = village()
        people = [
            person(f"李{sign}", home=home, born=date(1950, 1, 1)) for sign in "一二三四五六七八"
        ]
        for kind, one, other in drawn:
            if one != other:
                link(kind, people[max(one, other)], people[min(one, other)])
        kin = {each.pk: kin_of(each.pk) for each in people}
        assert all(one in kin[other] for one, others in kin.items() for other in others)
        assert all(pk not in others for pk, others in kin.items())
