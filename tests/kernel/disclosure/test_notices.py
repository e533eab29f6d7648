"""公示: seven days, masked, stopped by an objection; nothing on it that the law protects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.kernel.disclosure.public import CLERK, MONDAY, answered, at, objected, shown
from yingzhou.core import periods
from yingzhou.core.models import AuditEntry
from yingzhou.core.timeline import Refused
from yingzhou.kernel.disclosure import chores, hooks, services
from yingzhou.kernel.disclosure.lines import NotPublic
from yingzhou.kernel.disclosure.masking import mask_address, mask_name
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.disclosure.selectors import (
    notices_about,
    objections_about,
    open_notice,
    shown_notice,
)

pytestmark = pytest.mark.django_db
State = PublicNotice.State
LOCKED = "这一条会让办件锁不住"


@pytest.fixture
def heard() -> Iterator[list]:
    """What a kernel above is told, and the hook that listens."""
    told: list = []

    def listen(notice, objection, actor, moment) -> None:
        told.append((notice.about, str(objection.state), actor.name))
        if objection.words == LOCKED:
            raise RuntimeError("办件锁不住")

    hooks.on_objection(listen)
    hooks.on_objection(listen)  # once, however often it is imported
    yield told
    hooks.objection_hooks.remove(listen)


def test_seven_days_end_on_the_day_after_a_rest_day():
    assert shown(since=MONDAY).until == date(2025, 3, 10)
    assert shown("matter:2", since=date(2025, 3, 1)).until == date(2025, 3, 10)  # the 8th: Saturday


def test_a_notice_follows_the_calendar_when_that_changes(monkeypatch):
    """Its last day becomes a day of rest: it is shown a day longer, as the clock of its matter is;
    what is over stays over."""
    notice, over = shown(since=MONDAY), shown("matter:2", since=date(2025, 2, 3))
    rest = notice.until
    monkeypatch.setattr(
        periods, "roll_forward", lambda day: day + timedelta(days=1) if day == rest else day
    )
    chores.follow_the_calendar(at(MONDAY + timedelta(days=1)))
    until = over.until
    for one in (notice, over):
        one.refresh_from_db()
    assert (notice.until, over.until) == (rest + timedelta(days=1), until)


def test_a_matter_has_one_open_notice():
    assert shown() == shown(title="又一个标题")
    assert open_notice("matter:1") == PublicNotice.objects.get()
    assert open_notice("matter:2") is None


@pytest.mark.parametrize(
    ("lines", "title", "words"),
    [
        ({"id_number": "x"}, "公示", "公示不能显示: id_number"),
        ({"disability": "一级"}, "公示", "公示不能显示: disability"),
        ({"name": "李秀珍"}, "公示", "姓名没有遮盖"),
        ({"item": "困难残疾人生活补贴"}, "公示", "儿童、残疾"),
        ({"village": "启瀛村"}, "孤儿基本生活费公示", "儿童、残疾"),
        ({"village": "11010519491231002X"}, "公示", "很长的号码"),
        ({"village": "村" * 61}, "公示", "太长"),
        ({"name": " "}, "公示", "没有内容"),
    ],
)
def test_what_the_law_protects_is_never_shown(lines, title, words):
    with pytest.raises(NotPublic, match=words):
        shown(lines=lines, title=title)
    assert not PublicNotice.objects.exists()


def test_the_last_day_counts_and_the_next_one_is_too_late():
    notice = shown()
    assert shown_notice(notice.pk, date(2025, 3, 10)) == notice
    assert shown_notice(notice.pk, date(2025, 3, 11)) is None  # though no worker has run yet
    chores.end_notices(at(date(2025, 3, 10), 23))
    assert PublicNotice.objects.get().state == State.SHOWN
    chores.end_notices(at(date(2025, 3, 11), 0))
    ended = PublicNotice.objects.get()
    assert (ended.state, ended.ended_why) == (State.ENDED, "期满")
    assert services.end_over(today=date(2025, 4, 1), at=at(date(2025, 4, 1))) == 0
    assert AuditEntry.objects.filter(action="disclosure.ended").count() == 1


def test_a_notice_taken_down_is_down_once():
    notice = shown()
    assert services.withdraw(notice=notice, why="申请已撤回", actor=CLERK, at=at(MONDAY))
    assert not services.end(notice=notice, actor=CLERK, at=at(MONDAY))
    assert (notice.state, notice.ended_why) == (State.WITHDRAWN, "申请已撤回")
    assert shown_notice(notice.pk, MONDAY) is None
    again = shown()
    assert notices_about("matter:1") == [notice, again]


def test_an_objection_stops_it_and_whoever_keeps_the_clock_hears(heard):
    notice = shown()
    one = objected(notice, date(2025, 3, 5))
    assert heard == [("matter:1", "filed", "未登录")]
    assert notice.state == State.OBJECTED
    assert shown_notice(notice.pk, date(2025, 3, 30)) == notice  # it stands still
    assert services.end_over(today=date(2025, 3, 30), at=at(date(2025, 3, 30))) == 0
    assert objections_about("matter:1", only_open=True) == [one]


def test_if_the_clock_cannot_be_stopped_nothing_is_kept(heard):
    notice = shown()
    with pytest.raises(RuntimeError, match="锁不住"):
        objected(notice, MONDAY, LOCKED)
    notice.refresh_from_db()
    assert notice.state == State.SHOWN
    assert not Objection.objects.exists()


def test_dismissed_it_goes_on_for_the_days_that_were_left(heard):
    """Two of seven days were over on Wednesday; the objection is answered on Tuesday the 18th."""
    notice = shown()
    answered(objected(notice, date(2025, 3, 5)), date(2025, 3, 18))
    notice.refresh_from_db()
    assert (notice.state, notice.until) == (State.SHOWN, date(2025, 3, 24))  # the 23rd: Sunday
    assert heard[-1] == ("matter:1", "dismissed", "li.ming")


def test_two_objections_at_a_time_are_one_pause():
    notice = shown()
    first = objected(notice, date(2025, 3, 5))
    second = objected(notice, date(2025, 3, 6), "收入也不对, 他在外面打工")
    answered(first, date(2025, 3, 10))
    notice.refresh_from_db()
    assert notice.state == State.OBJECTED
    answered(second, date(2025, 3, 18))
    notice.refresh_from_db()
    assert (notice.state, notice.until) == (State.SHOWN, date(2025, 3, 24))


def test_an_objection_answered_the_same_day_costs_no_time():
    notice = shown()
    answered(objected(notice, date(2025, 3, 5)), date(2025, 3, 5))
    notice.refresh_from_db()
    assert notice.until == date(2025, 3, 10)


def test_one_after_the_other_are_two_pauses():
    notice = shown()
    answered(objected(notice, date(2025, 3, 5)), date(2025, 3, 6))
    answered(objected(notice, date(2025, 3, 7)), date(2025, 3, 9))
    notice.refresh_from_db()
    assert notice.until == date(2025, 3, 13)


def test_upheld_it_comes_down(heard):
    notice = shown()
    answered(objected(notice, date(2025, 3, 5)), date(2025, 3, 7), upheld=True)
    notice.refresh_from_db()
    assert (notice.state, notice.ended_why) == (State.WITHDRAWN, "异议成立")
    assert heard[-1][1] == "upheld"


def test_right_in_part_it_comes_down_with_what_is_corrected():
    notice = shown()
    one = objected(notice, date(2025, 3, 5))
    services.answer_objection(
        objection=one, upheld=True, answer="店面是他家的", corrected="财产加上店面", actor=CLERK,
        at=at(date(2025, 3, 7)),
    )  # fmt: skip
    notice.refresh_from_db()
    assert (notice.state, notice.ended_why) == (State.WITHDRAWN, "异议部分成立")
    assert (one.get_state_display(), one.corrected) == ("异议部分成立", "财产加上店面")


def test_an_answer_is_given_once_and_says_something():
    one = objected(shown(), MONDAY)
    with pytest.raises(Refused, match="核实的结果"):
        services.answer_objection(
            objection=one, upheld=False, answer=" ", actor=CLERK, at=at(MONDAY)
        )
    answered(one, MONDAY)
    with pytest.raises(Refused, match="已经答复过了"):
        answered(one, MONDAY)


@pytest.mark.parametrize("days", [8, 400])
def test_after_the_end_nobody_objects(days):
    notice = shown()
    with pytest.raises(Refused, match="已经结束"):
        objected(notice, MONDAY + timedelta(days=days))
    assert not Objection.objects.exists()


@pytest.mark.parametrize("words", ["不对", "他的号码是 11010519491231002X, 你们查"])
def test_an_objection_says_enough_and_no_identity_number(words):
    with pytest.raises(Refused, match=r"请"):
        objected(shown(), MONDAY, words)
    assert not Objection.objects.exists()


def test_how_to_reach_who_objects_is_sealed():
    from django.db import connection

    services.file_objection(
        notice=shown(), words="他家有店面", contact="13812345678", at=at(MONDAY)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM disclosure_objection")
        assert b"138" not in bytes(cursor.fetchone()[0])
    assert Objection.objects.get().contact == "13812345678"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("庙镇启瀛村3组12号", "庙镇启瀛村3组"),
        ("庙镇启瀛村十二组8号", "庙镇启瀛村十二组"),
        ("城桥镇南门12号301室", "城桥镇南门"),
        ("新河路1号", "新河路"),
        ("城桥镇人民路 88 弄 5 号 101 室", "城桥镇人民路"),
        ("启瀛村", "启瀛村"),
        ("", ""),
    ],
)
def test_addresses_end_at_the_group_or_the_street(address, masked):
    assert mask_address(address) == masked


def test_names_are_masked_as_everywhere_in_the_house():
    assert [mask_name(name) for name in ("李秀珍", "李强", "欧阳秀珍")] == [
        "李*珍",
        "李*",
        "欧**珍",
    ]
