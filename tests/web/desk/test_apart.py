"""A complaint about the window, put down at that very window: its number is told, and no more."""

from __future__ import annotations

from tests import factories
from tests.web.desk.test_counter import arrive, text
from yingzhou.kernel.cases.models import Case

WINDOW = {
    "f-kind": "对窗口和工作人员不满意", "f-who": "三号窗口", "f-what": "跑了三趟", "f-open": "0",
    "f-phone": "13900000000",
}  # fmt: skip


def test_the_clerk_tells_the_number_and_the_window_sees_it_never_again(world, desk):
    client = desk("counter")
    there = arrive(client, world.mother)
    told = client.post(f"{there}oversight/complaint/", WINDOW, follow=True)
    case = Case.objects.get()
    page = text(told)
    assert case.number in page
    assert "已直接交区民政局办" in page
    assert "打开办件" not in page
    assert client.get(f"/desk/cases/{case.number}/").status_code == 403
    assert case.number not in text(client.get(there))
    assert case.number not in text(client.get(f"{there}oversight/complaint/"))
    assert client.get(f"{there}bring/{case.number}/").status_code == 404


def test_the_bureau_finds_it_in_its_queue(world, desk):
    client = desk("counter")
    client.post(f"{arrive(client, world.mother)}oversight/complaint/", WINDOW)
    case = Case.objects.get()
    bureau = desk(factories.user_with("bureau"))
    assert case.number in text(bureau.get("/desk/"))
    assert "区民政局" in text(bureau.get(f"/desk/cases/{case.number}/"))
