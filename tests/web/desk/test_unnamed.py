"""Whoever complains and does not want to be named: who has the matter in hand knows them, and
nobody else who reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.test_counter import JPEG, arrive
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, Document
from yingzhou.kernel.cases.services import documents
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.whose import IN_A_LIST, UNNAMED
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people import identity

pytestmark = pytest.mark.django_db
PHONE = "13912345678"
PARTS = ("", "household/", "answers/", "side/", "letters/")


def text(answer) -> str:
    return answer.content.decode()


def complain(world, **said: Any) -> Case:
    """About a home for the aged; handed in at the counter of her town."""
    values = {
        "kind": "养老机构", "who": "夕阳红养老院", "what": "饭菜是冷的, 没有人管", "open": False,
        "phone": PHONE,
    } | said  # fmt: skip
    found = forms.empty() | {"values": values}
    request = Request(
        items()["oversight/complaint"], world.mother, "counter", found, place=world.town
    )
    return intake(request=request, user=world.counter, at=at(MONDAY))


def pages_of(client, case: Case) -> str:
    return "".join(text(client.get(f"/desk/cases/{case.number}/{part}")) for part in PARTS)


def names_of(world) -> tuple[str, ...]:
    return ("王秀英", "王*英", "王建国", PHONE, identity.mask(str(world.mother.id_number)))


@pytest.mark.parametrize("role", ["clerk", "approver"])
def test_who_does_not_have_the_step_reads_the_matter_and_not_who_complained(world, desk, role):
    case = complain(world)
    assert case.by == "counter"
    seen = pages_of(desk(role), case)
    for word in names_of(world):
        assert word not in seen
    assert "饭菜是冷的" in seen
    assert UNNAMED in seen


def test_whoever_has_the_step_reads_the_name_and_that_it_is_kept(world, desk):
    case = complain(world)
    seen = pages_of(desk("counter"), case)
    assert "王秀英" in seen
    assert PHONE in seen
    assert "姓名保密" in seen


def test_when_it_goes_on_to_the_town_the_town_reads_it_and_the_counter_no_more(world, desk):
    case = complain(world)
    world.step(case, "to_town", world.counter, MONDAY, words="由乡镇民政办办")
    assert "王秀英" in pages_of(desk("clerk"), case)
    seen = pages_of(desk("counter"), case)
    assert "王秀英" not in seen
    assert PHONE not in seen


def test_a_colleague_who_takes_it_up_is_told(world, desk):
    """The town may do the counter's part; once it does, it must call back."""
    case = complain(world)
    desk("clerk").post(f"/desk/cases/{case.number}/take-up/")
    case.refresh_from_db()
    assert case.handler == world.clerk
    assert PHONE in pages_of(desk("clerk"), case)


def test_who_may_be_named_is_named(world, desk):
    case = complain(world, open=True)
    seen = pages_of(desk("clerk"), case)
    assert "王秀英" in seen
    assert "姓名保密" not in seen


def test_neither_a_list_nor_a_search_by_name_tells_who_complained(world, desk):
    case = complain(world)
    client = desk("clerk")
    for typed in ("王秀英", str(world.mother.id_number)):
        assert case.number not in text(client.post("/desk/search/", {"q": typed}, follow=True))
    listed = text(client.get(f"/desk/search/?q={case.number}", follow=True))
    assert "王*英" not in listed
    assert "王*英" not in text(desk("counter").get("/desk/"))
    assert IN_A_LIST in text(desk("counter").get("/desk/"))


def test_another_counter_does_not_find_it_with_the_person(world, desk):
    case = complain(world)
    other = desk(factories.user_with("counter", factories.town("堡镇")))
    assert case.number not in text(other.get(arrive(other, world.mother)))


def proof(world, case: Case) -> Document:
    """A picture whose very name tells who took it."""
    own = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    return documents.add(
        case=case.pk, material="proof", file=SimpleUploadedFile("王秀英的饭.jpg", JPEG), user=own,
        at=at(MONDAY),
    )  # fmt: skip


def test_what_she_handed_in_is_read_by_who_has_the_step_alone(world, desk):
    case = complain(world)
    kept = proof(world, case)
    address = f"/desk/cases/{case.number}/documents/{kept.pk}/"
    seen = pages_of(desk("counter"), case)
    assert "王秀英的饭" in seen
    assert desk("counter").get(address).status_code == 200
    for role in ("clerk", "approver"):
        seen = pages_of(desk(role), case)
        assert "王秀英的饭" not in seen
        assert address not in seen
        assert "交来的 1 个文件, 名称和内容只给正在办的人看" in seen
        assert desk(role).get(address).status_code == 403


def test_when_it_has_gone_on_the_counter_opens_it_no_more(world, desk):
    case = complain(world)
    kept = proof(world, case)
    world.step(case, "to_town", world.counter, MONDAY, words="由乡镇民政办办")
    address = f"/desk/cases/{case.number}/documents/{kept.pk}/"
    assert desk("clerk").get(address).status_code == 200
    assert desk("counter").get(address).status_code == 403


def test_the_proof_of_who_may_be_named_is_open_to_who_reads_the_matter(world, desk):
    case = complain(world, open=True)
    kept = proof(world, case)
    assert "王秀英的饭" in pages_of(desk("clerk"), case)
    assert desk("clerk").get(f"/desk/cases/{case.number}/documents/{kept.pk}/").status_code == 200
