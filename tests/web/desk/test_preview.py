"""Whoever decides reads the letter before it goes out, a refusal's as well as a grant's, and
nothing has happened yet."""

from __future__ import annotations

from datetime import date

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.cases.services import previewing
from yingzhou.kernel.notices.models import Letter, LetterSeries, Message

THURSDAY = date(2026, 3, 5)
WHY = "查到王建国名下有一家店, 全家收入超过标准"


def text(answer) -> str:
    return answer.content.decode()


def to_decide(world) -> Case:
    """A refusal was proposed after the visit."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.step(case, "refuse_early", world.clerk, THURSDAY, WHY, visited_on="2026-03-05",
               visitors="张三、李四")  # fmt: skip
    assert case.stage == "confirm"
    return case


def state(case) -> tuple:
    case.refresh_from_db()
    return (
        case.stage, case.steps.count(), Letter.objects.count(), Message.objects.count(),
        Decision.objects.count(), AuditEntry.objects.count(),
        list(LetterSeries.objects.values_list("series", "last")),
    )  # fmt: skip


def test_the_letter_of_a_refusal_is_read_before_it_goes_and_nothing_has_happened(world, desk):
    case = to_decide(world)
    client = desk("approver")
    shown = text(client.get(f"/desk/cases/{case.number}/"))
    address = f"/desk/cases/{case.number}/preview/refuse/"
    assert address in shown
    assert "先看看要发的信" in shown
    before = state(case)
    answer = client.post(address, {"steps": case.steps_taken, "words": WHY})
    assert answer.status_code == 200, text(answer)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert state(case) == before


def test_it_is_the_very_letter_that_is_sent_then(world, desk):
    case = to_decide(world)
    seen = previewing.preview(
        case=case.pk, transition="refuse", user=world.approver, at=at(THURSDAY, 15), data={},
        words=WHY, seen=None,
    )  # fmt: skip
    assert WHY in str(seen.content)
    assert seen.number == "预览, 还没有发出"
    world.step(case, "refuse", world.approver, THURSDAY, WHY)
    sent = Letter.objects.get(about=f"case:{case.pk}", title=seen.title)
    assert (sent.template, str(sent.content)) == ("refusal", str(seen.content))
    assert sent.number.endswith("〔2026〕1号"), "the preview took no number"


def test_what_is_lacking_is_told_as_it_would_be_with_what_was_typed(world, desk):
    case = to_decide(world)
    address = f"/desk/cases/{case.number}/preview/refuse/"
    answer = desk("approver").post(address, {"steps": case.steps_taken, "words": ""})
    assert answer.status_code == 422
    assert "没有办成" in text(answer)


def test_who_may_not_take_the_step_reads_no_letter_either(world, desk):
    case = to_decide(world)
    address = f"/desk/cases/{case.number}/preview/refuse/"
    clerk = factories.user_with("counter", world.town)
    assert desk(clerk).post(address, {"words": WHY}).status_code == 403
    assert desk("approver").get(address).status_code == 302, "an address by itself shows nothing"


def test_a_step_without_a_letter_says_so(world, desk):
    case = to_decide(world)
    answer = desk("approver").post(
        f"/desk/cases/{case.number}/preview/back/", {"words": "请再上门一次"}
    )
    assert "这一步不发信" in text(answer)
    assert "/preview/back/" not in text(desk("approver").get(f"/desk/cases/{case.number}/"))
