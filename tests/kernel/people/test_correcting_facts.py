"""Income, property, illness, schooling and level of care: entered for a time, also backwards, by
the services and on the person's page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.support import residents
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.models import AuditEntry
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import (
    Assets,
    CareLevel,
    FactChange,
    Household,
    Illness,
    Income,
    Kinship,
    Person,
    Schooling,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
JANUARY, MARCH, MAY = date(2025, 1, 1), date(2025, 3, 1), date(2025, 5, 1)


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def home() -> Division:
    return factories.village()


@pytest.fixture
def mother(home) -> Person:
    return factories.person("张秀英", date(1980, 2, 1), home=home, household="H1", relation=1)


def who() -> dict:
    return {"source": "区医保局核对", "actor": SYSTEM, "at": clock.now()}


def spells(model, value: str = "pk") -> list[tuple]:
    return list(model.objects.order_by("valid_from").values_list("valid_from", "valid_to", value))


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def path(person: Person, what: str) -> str:
    return f"/desk/people/{person.pk}/{what}/"


# What the services do


def test_an_illness_found_late_holds_from_the_day_it_began_and_leaves_a_mark(mother):
    services.set_illness(person=mother, is_ill=True, since=MARCH, **who())
    assert [row.source for row in Illness.objects.on(TODAY)] == ["区医保局核对"]
    mark = FactChange.objects.get(what="大重病")
    assert (mark.person, mark.since, mark.until, mark.before, mark.after) == (
        mother, MARCH, FOREVER, "没有大重病", "有大重病",
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="people.set_illness")
    assert (entry.seq, entry.subject_id) == (mark.entry, mother.pk)


def test_an_illness_that_was_somebody_elses_never_was(mother):
    services.set_illness(person=mother, is_ill=True, since=MARCH, **who())
    services.set_illness(person=mother, is_ill=False, since=MARCH, reason="同名同姓", **who())
    assert not Illness.objects.exists()
    assert FactChange.objects.order_by("-pk")[0].after == "没有大重病"
    assert AuditEntry.objects.order_by("-seq")[0].detail == {
        "since": "2025-03-01", "reason": "同名同姓",
    }  # fmt: skip


def test_what_is_recorded_already_is_not_recorded_again(mother):
    with pytest.raises(Refused, match="没有要改的"):
        services.set_illness(person=mother, is_ill=False, since=MARCH, **who())
    services.set_illness(person=mother, is_ill=True, since=MARCH, **who())
    with pytest.raises(Refused, match="没有要改的"):
        services.set_illness(person=mother, is_ill=True, since=MAY, **who())
    services.set_illness(person=mother, is_ill=True, since=JANUARY, **who())
    assert Illness.objects.get().valid_from == JANUARY
    assert FactChange.objects.filter(what="大重病").count() == 2


def test_a_year_out_of_school_cuts_what_was_recorded_in_two(mother):
    services.set_schooling(person=mother, stage=5, since=JANUARY, **who())
    services.set_schooling(person=mother, stage=0, since=MARCH, until=MAY, **who())
    assert spells(Schooling, "stage") == [(JANUARY, MARCH, 5), (MAY, FOREVER, 5)]
    mark = FactChange.objects.filter(what="在读").order_by("-pk")[0]
    assert (mark.before, mark.after, mark.until) == ("高校", "不在读", MAY)
    with pytest.raises(Refused, match="学段"):
        services.set_schooling(person=mother, stage=9, since=MARCH, **who())


def test_a_level_of_care_holds_as_long_as_an_assessment_does(mother):
    services.set_care_level(person=mother, level=3, since=MARCH, **who())
    services.set_care_level(person=mother, level=5, since=MAY, **who())
    assert spells(CareLevel, "level") == [(MARCH, MAY, 3), (MAY, date(2027, 5, 1), 5)]
    services.set_care_level(person=mother, level=0, since=MAY, **who())
    assert spells(CareLevel, "level") == [(MARCH, MAY, 3)]
    with pytest.raises(Refused, match="一至6级"):
        services.set_care_level(person=mother, level=7, since=MARCH, **who())


def test_nothing_is_entered_without_a_source_ahead_of_time_or_of_the_dead(mother):
    for act, words in (
        ({"since": MARCH, "source": " "}, "来源没有填写"),
        ({"since": date(2025, 7, 1)}, "晚于今天"),
        ({"since": date(1979, 1, 1)}, "早于出生日期"),
        ({"since": MARCH, "until": MARCH}, "止日应晚于起日"),
    ):
        with pytest.raises(Refused, match=words):
            services.set_illness(person=mother, is_ill=True, **who() | act)
    died = {"source": "医学证明", "actor": SYSTEM, "at": clock.now()}
    services.record_life_event(person=mother, kind="death", on=MAY, **died)
    with pytest.raises(Refused, match="登记死亡"):
        services.set_illness(person=mother, is_ill=True, since=MARCH, **who())
    assert not Illness.objects.exists()


def test_a_household_owns_nothing_before_it_was(mother):
    home = Household.objects.get(number="H1")
    early = home.valid_from.replace(year=home.valid_from.year - 1)
    with pytest.raises(Refused, match="早于此户设立"):
        services.set_assets(household=home, since=early, figures={"money": 1}, **who())


# What the page does

WORDS = {"source": "单位工资单", "reason": "原来把奖金也算了进去"}


def earned(**fields: str) -> dict[str, str]:
    nothing = dict.fromkeys(("wage", "pension", "other", "medical", "education"), "0")
    return nothing | WORDS | {"since": "2025-03"} | fields


def test_a_corrected_income_is_said_in_full_before_it_is_confirmed(client_as, mother):
    factories.income(mother, since=JANUARY, wage=60_000)
    client = client_as("town", factories.district())
    form = page(client.get(path(mother, "income")))
    assert 'value="600.00"' in form, "what is recorded stands in the fields"
    assert "经济状况核对" in form
    preview = page(client.post(path(mother, "income"), earned(wage="300")))
    for words in (
        "2025-03-01 起登记为: 工资 300.00 元/月",
        "原来登记的“工资 600.00 元/月”(2025-01-01 起)只算到 2025-02-28",
        "涉及 2025年3月至2025年6月: 其中已经发过的, 下一次月度计算会列出补发或多发",
        "听取意见",
        "本人可以看到谁改过、为什么",
    ):
        assert words in preview, words
    assert Income.objects.get().wage == 60_000, "nothing is done yet"
    done = page(client.post(path(mother, "income"), earned(wage="300", confirmed="1"), follow=True))
    assert "收入和支出已更正" in done
    assert f'hx-get="{path(mother, "facts")}"' in done
    card = page(client.get(path(mother, "facts")))
    assert "工资 300.00 元/月" in card
    assert "2025-03-01 起 · 单位工资单" in card
    assert "另外登记过的 1 条" in card
    looked = page(client.get(path(mother, "looks")))
    assert "登记收入和支出" in looked
    assert "原来把奖金也算了进去" in looked
    assert spells(Income, "wage") == [(JANUARY, MARCH, 60_000), (MARCH, FOREVER, 30_000)]


def test_whose_figures_were_changed_reads_by_whom_and_why(client_as, mother):
    corrected = earned(wage="300", confirmed="1")
    client_as("town", factories.district()).post(path(mother, "income"), corrected)
    told = page(residents.signed_in(mother).get("/my/uses/"))
    assert "改了您的收入和支出" in told
    assert "原来把奖金也算了进去" in told


def test_what_was_found_out_for_a_later_time_stays_unless_somebody_says_until_when(
    client_as, mother
):
    factories.income(mother, since=MAY, wage=90_000)
    client = client_as("bureau")
    typed = earned(wage="300")
    assert "2025-05-01 起另有登记(工资 900.00 元/月), 不变" in page(
        client.post(path(mother, "income"), typed)
    )
    client.post(path(mother, "income"), typed | {"confirmed": "1"})
    assert spells(Income, "wage") == [(MARCH, MAY, 30_000), (MAY, FOREVER, 90_000)]
    typed |= {"last": "2025-05"}
    assert "2025-06-01 以后仍算" in page(client.post(path(mother, "income"), typed))
    client.post(path(mother, "income"), typed | {"confirmed": "1"})
    june = date(2025, 6, 1)
    assert spells(Income, "wage") == [(MARCH, june, 30_000), (june, FOREVER, 90_000)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"wage": "三百"}, "不是金额"),
        ({"wage": "-5"}, "不能是负数"),
        ({"wage": ""}, "没有就填 0"),
        ({"wage": "99999999999"}, "多写了几位"),
        ({"since": "去年三月"}, "月份请写成 2026-03 的样子"),
        ({"since": "2025-07"}, "晚于今天"),
        ({"last": "2025-02"}, "早于起始"),
        ({"source": ""}, "依据没有填写"),
        ({"reason": ""}, "为什么改没有填写"),
        ({"reason": "本人 310230194912310027 说的"}, "不要填写身份证号码"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(client_as, mother, typed, words):
    content = page(client_as("bureau").post(path(mother, "income"), earned(other="77.70") | typed))
    assert words in content
    assert 'value="77.70"' in content
    assert "您填写的内容还在" in content
    assert not Income.objects.exists()


def test_who_goes_back_finds_what_they_typed(client_as, mother):
    content = page(client_as("bureau").post(path(mother, "income"), earned(wage="1", back="1")))
    assert 'value="1"' in content
    assert "单位工资单" in content


def test_the_property_is_the_households(client_as, mother):
    home = Household.objects.get(number="H1")
    factories.assets(home, since=JANUARY, money=5_000_000)
    client = client_as("town", factories.district())
    assert "户号 H1, 全户一起算" in page(client.get(path(mother, "assets")))
    typed = WORDS | {"money": "1,000.50", "vehicle": "on", "homes": "1", "floor_area": "80",
                     "since": "2025-03"}  # fmt: skip
    preview = page(client.post(path(mother, "assets"), typed))
    assert "登记为: 存款等 1,000.50 元、有机动车、住房 1 套 80 平方米" in preview
    typed |= {"premises": "False", "confirmed": "1"}
    client.post(path(mother, "assets"), typed)
    row = Assets.objects.on(TODAY).get()
    assert (row.household, row.money, row.vehicle, row.premises) == (home, 100_050, True, False)
    assert FactChange.objects.get(what="家庭财产").household == home.pk


def test_of_who_is_in_no_household_no_property_is_asked(client_as, mother):
    mother.memberships.all().delete()
    client = client_as("bureau")
    assert "不在任何户籍户中" in page(client.get(path(mother, "assets")))
    assert "家庭财产" not in page(client.get(path(mother, "facts")))


def test_illness_schooling_and_care_are_entered_and_ended_on_their_pages(client_as, mother):
    client = client_as("bureau")
    for what, typed, told in (
        ("illness", {"is_ill": "1", "since": "2025-03-05"}, "有大重病"),
        ("schooling", {"stage": "5", "since": "2024-09-01"}, "高校"),
        ("care", {"level": "4", "since": "2025-04-02"}, "照护4级"),
    ):
        assert told in page(client.post(path(mother, what), typed | WORDS))
        client.post(path(mother, what), typed | WORDS | {"confirmed": "1"})
    card = page(client.get(path(mother, "facts")))
    for words in ("有大重病", "高校", "照护4级", "2025-04-02 至 2027-04-01 · 单位工资单"):
        assert words in card, words
    typed = WORDS | {"is_ill": "0", "since": "2025-06-01", "confirmed": "1"}
    client.post(path(mother, "illness"), typed)
    assert "没有大重病" in page(client.get(path(mother, "facts")))
    again = page(client.post(path(mother, "illness"), typed))
    assert "没有登记: 这段时间登记的本来就是“没有大重病”" in again


def test_what_only_comes_to_count_next_month_touches_no_month_that_was_paid(client_as, mother):
    typed = WORDS | {"is_ill": "1", "since": "2025-06-20"}
    preview = page(client_as("bureau").post(path(mother, "illness"), typed))
    assert "从下次计算起按新登记算" in preview
    assert "已经发放的月份" not in preview


def test_of_the_dead_nothing_is_corrected(client_as, mother):
    died = {"source": "医学证明", "actor": SYSTEM, "at": clock.now()}
    services.record_life_event(person=mother, kind="death", on=MAY, **died)
    client = client_as("bureau")
    content = page(client.get(path(mother, "income")))
    assert "先在此人的页面撤回死亡登记" in content
    client.post(path(mother, "income"), earned(wage="300", confirmed="1"))
    assert not Income.objects.exists()
    assert "更正</a>" not in page(client.get(path(mother, "facts")))


# Who may

PAGES = ("facts", "income", "assets", "illness", "schooling", "care")


@pytest.mark.parametrize("role", ["village", "counter", "approver", "adviser"])
def test_who_may_not_change_a_record_reads_none_of_it(client_as, mother, home, role):
    client = client_as(role, home)
    assert "收入、财产、健康和就学" not in page(client.get(f"/desk/people/{mother.pk}/"))
    for what in PAGES:
        assert client.get(path(mother, what)).status_code == 403


def test_another_towns_clerk_may_not(client_as, mother):
    client = client_as("town", factories.town("新海镇"))
    assert client.post(path(mother, "income"), earned(wage="1")).status_code == 403
    assert AuditEntry.objects.filter(action="people.refused").exists()


def _me(client: Client, person: Person) -> None:
    User.objects.filter(pk=client.session["_auth_user_id"]).update(person=person)


@pytest.mark.parametrize("near", ["self", "parent", "household"])
def test_nobody_corrects_their_own_figures_or_their_familys(client_as, mother, home, near):
    """The clerk herself, her mother who lives elsewhere, and who only shares her household."""
    client = client_as("town", factories.district())
    clerk = {
        "self": lambda: mother,
        "parent": lambda: factories.person("张小妹", date(2000, 1, 1)),
        "household": lambda: factories.person("房客", date(1990, 1, 1), home=home, household="H1"),
    }[near]()
    if near == "parent":
        factories.kin(clerk, mother, Kinship.Kind.PARENT)
    _me(client, clerk)
    card = page(client.get(path(mother, "facts")))
    assert "回避" in card
    assert "收入和支出" not in card
    for what in (*PAGES[1:], "move", "disability", "custody"):
        answer = client.get(path(mother, what))
        assert answer.status_code == 403, what
        assert "回避" in answer.content.decode()
    client.post(path(mother, "income"), earned(wage="0", confirmed="1"))
    assert not Income.objects.exists()
    other = factories.person("旁人", date(1970, 1, 1), household="H9")
    assert "收入和支出" in page(client.get(path(other, "facts")))
    assert client.get(path(other, "income")).status_code == 200
    assert client.get(path(other, "disability")).status_code == 200


def test_the_pages_take_few_queries(client_as, mother, django_assert_max_num_queries):
    home = Household.objects.get(number="H1")
    factories.income(mother, since=JANUARY, wage=60_000)
    factories.assets(home, since=JANUARY)
    client = client_as("town", factories.district())
    _me(client, factories.person("别人", date(1970, 1, 1), household="H9"))
    for what in PAGES:
        client.get(path(mother, what))
        with django_assert_max_num_queries(12):
            client.get(path(mother, what))
    with django_assert_max_num_queries(12):
        client.post(path(mother, "income"), earned(wage="300"))
