"""For whom somebody may act: oneself, minor children, wards, and whoever gave a mandate."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.factories import person, village
from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts import selectors, services
from yingzhou.kernel.accounts.selectors import may_act_for, principals_of
from yingzhou.kernel.people.models import Kinship

pytestmark = pytest.mark.django_db
CLERK = Actor(7, "counter")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=clock.ZONE)
TODAY = NOON.date()


@pytest.fixture
def family():
    home = village()
    made = {
        "mother": person("李秀珍", date(1946, 5, 1), 2, home),
        "daughter": person("王丽华", date(1975, 3, 3), 2, home),
        "boy": person("陈小宝", date(2016, 9, 1), 1, home),
        "grown": person("陈大宝", date(2005, 1, 1), 1, home),
        "uncle": person("李建国", date(1950, 1, 1), 1, home),
    }
    for child, parent in (("daughter", "mother"), ("boy", "daughter"), ("grown", "daughter")):
        kin(made[child], made[parent], Kinship.Kind.PARENT)
    kin(made["uncle"], made["daughter"], Kinship.Kind.GUARDIAN)
    return made


def kin(somebody, relative, kind):
    Kinship.objects.create(person=somebody, relative=relative, kind=kind)


def mandate(family, **more):
    wanted = {
        "evidence": "委托书原件已核对",
        "valid_from": TODAY,
        "actor": CLERK,
        "at": NOON,
    } | more
    wanted = {"principal": family["mother"], "agent": family["daughter"]} | wanted
    return services.record_mandate(**wanted)


def told(family, on=TODAY):
    return [(each.person.name, each.reason, each.word) for each in principals_of(family, on)]


def test_kinship_alone_opens_minors_and_wards_and_nobody_else(family):
    assert told(family["daughter"]) == [
        ("王丽华", "本人", ""),
        ("李建国", "监护人", ""),
        ("陈小宝", "父母", "儿子"),
    ]
    assert told(family["mother"]) == [("李秀珍", "本人", "")]
    assert may_act_for(family["daughter"], family["mother"], "", TODAY) == ""
    assert may_act_for(family["mother"], family["boy"], "", TODAY) == "", "not the grandparents"


def test_on_the_day_a_child_is_eighteen_the_parents_no_longer_act(family):
    before, birthday = date(2034, 8, 31), date(2034, 9, 1)
    assert may_act_for(family["daughter"], family["boy"], "", before) == "父母"
    assert may_act_for(family["daughter"], family["boy"], "", birthday) == ""


def test_a_mandate_opens_the_mother_and_says_whom_one_acts_for(family):
    mandate(family)
    assert told(family["daughter"])[1] == ("李秀珍", "受托", "妈妈")
    assert may_act_for(family["daughter"], family["mother"], "eldercare-allowance", TODAY) == "受托"
    assert may_act_for(family["mother"], family["daughter"], "", TODAY) == "", "one way only"
    entry = AuditEntry.objects.get(action="mandate.record")
    assert (entry.subject_id, entry.actor_name) == (family["mother"].pk, "counter")


def test_a_mandate_for_one_service_reaches_no_further(family):
    mandate(family, items=["care"])
    assert may_act_for(family["daughter"], family["mother"], "care", TODAY) == "受托"
    assert may_act_for(family["daughter"], family["mother"], "dibao", TODAY) == ""
    found = principals_of(family["daughter"], TODAY)[1]
    assert found.covers("care")
    assert found.covers("")
    assert not found.covers("dibao")
    mandate(family, items=["dibao"])
    assert principals_of(family["daughter"], TODAY)[1].items == ("care", "dibao")
    mandate(family)
    assert principals_of(family["daughter"], TODAY)[1].items == ()


def test_a_mandate_has_its_days_and_can_be_taken_back(family):
    given = mandate(family, valid_from=date(2026, 4, 1), valid_to=date(2026, 5, 1))
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)]
    reasons = [may_act_for(family["daughter"], family["mother"], "", day) for day in days]
    assert reasons == ["", "受托", "受托", ""]
    assert selectors.granted_by(family["mother"], NOON)[0].state == "未开始"
    services.revoke_mandate(mandate=given, actor=CLERK, at=NOON)
    assert may_act_for(family["daughter"], family["mother"], "", date(2026, 4, 2)) == ""
    assert selectors.granted_by(family["mother"], NOON)[0].state == "已撤销"
    with pytest.raises(services.Refused, match="早已撤销"):
        services.revoke_mandate(mandate=given, actor=CLERK, at=NOON)


def test_death_ends_every_mandate(family):
    mandate(family)
    family["mother"].death_date = TODAY
    family["mother"].save()
    assert may_act_for(family["daughter"], family["mother"], "", TODAY) == ""
    assert "李秀珍" not in {name for name, *_ in told(family["daughter"])}
    family["daughter"].death_date = TODAY
    assert principals_of(family["daughter"], TODAY) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"agent": "mother"}, "就是本人"),
        ({"agent": "boy"}, "未满 18 周岁"),
        ({"evidence": "  "}, "凭据"),
        ({"valid_to": TODAY}, "终止日期"),
        ({"valid_from": date(2025, 1, 1), "valid_to": date(2026, 1, 1)}, "终止日期"),
    ],
)
def test_what_is_no_mandate_is_refused_and_nothing_is_kept(family, change, said):
    if "agent" in change:
        change = {"agent": family[change["agent"]]}
    with pytest.raises(services.Refused, match=said):
        mandate(family, **change)
    assert selectors.granted_by(family["mother"], NOON) == []


def test_it_asks_two_questions_however_large_the_family(family, django_assert_max_num_queries):
    mandate(family)
    with django_assert_max_num_queries(2):
        principals_of(family["daughter"], TODAY)
