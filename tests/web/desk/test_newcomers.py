"""Somebody of another district comes to a counter: entered, helped, and reached by telephone."""

from __future__ import annotations

from datetime import date

from tests import factories
from tests.web.desk.test_counter import arrive, filled, text
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.notices.models import Contact, Message
from yingzhou.kernel.people.models import Person

COMPLAINT = "oversight/suggestion/"


def test_an_unknown_number_leads_to_a_page_that_enters_them_and_goes_on(world, desk):
    client = desk("counter")
    number = factories.id_number(date(1988, 3, 2))
    asked = text(client.post("/desk/counter/", {"q": number}))
    assert "登记外区的人" in asked
    begun = text(client.post("/desk/counter/new/", {"q": number}))
    assert number in begun
    said = {"name": "赵小兰", "number": number, "division": "out", "address": ""}
    answer = client.post("/desk/counter/new/", said)
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    assert "要办什么?" in page
    assert "不在本区" in page
    assert Person.objects.get(name="赵小兰").residences.count() == 0
    assert AuditEntry.objects.filter(action="people.register").exists()
    assert number not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_what_they_report_stands_where_they_came_to(world, desk):
    client = desk("counter")
    said = {
        "name": "赵小兰", "number": factories.id_number(date(1988, 3, 2)), "division": "out",
        "address": "",
    }  # fmt: skip
    address = client.post("/desk/counter/new/", said)["Location"]
    made = client.post(f"{address}children/report/", {
        "f-what-shown": "1", "f-what": ["没人照料"], "f-where": "车站", "f-village": "",
        "f-child": "", "f-now": "0", "f-story": "", "f-who": "路人", "f-phone": "13712345678",
    })  # fmt: skip
    assert made.status_code == 302, text(made)
    case = Case.objects.get(item="children/report")
    assert case.home == world.district
    assert str(Contact.objects.get(person=case.applicant).address) == "13712345678"


def test_a_wrong_number_is_refused_and_what_was_typed_stays(desk):
    said = {"name": "赵小兰", "number": "310230198803021235", "division": "out", "address": ""}
    answer = desk("counter").post("/desk/counter/new/", said)
    assert answer.status_code == 422
    assert "赵小兰" in text(answer)
    assert not Person.objects.filter(name="赵小兰").exists()


def test_a_village_enters_nobody(world, desk):
    officer = factories.user_with("village", world.village)
    assert desk(officer).get("/desk/counter/new/").status_code == 403
    asked = text(desk(officer).get("/desk/counter/"))
    assert "为户口或住处在本村居的人代办" in asked


def test_a_telephone_told_at_the_counter_gets_the_messages(world, desk):
    client = desk("counter")
    address = arrive(client, world.mother)
    form = text(client.get(f"{address}relief/dibao/"))
    assert "办事进展发到哪个手机" not in form  # the form asks for a telephone itself
    client.post(f"{address}relief/dibao/", filled(anyway="1"))
    case = Case.objects.get(item="relief/dibao")
    assert str(Contact.objects.get(person=world.mother).address) == "13900000000"
    assert Message.objects.filter(about=f"case:{case.pk}").exists()


def test_the_clerk_reads_that_nobody_can_be_reached(world, desk):
    case = world.apply()
    page = text(desk("clerk").get(f"/desk/cases/{case.number}/letters/"))
    assert "申请人没有登记手机" in page


def test_what_was_brought_and_cannot_be_read_stays_with_its_fault(world, desk):
    client = desk("counter")
    address = arrive(client, world.mother)
    client.post(f"{address}relief/dibao/", filled(anyway="1", **{"f-account": "", "f-phone": ""}))
    case = Case.objects.get(item="relief/dibao")
    said = {"f-account": "12345", "f-phone": "abc", "steps": str(case.steps_taken)}
    answer = client.post(f"/desk/cases/{case.number}/complete/", said)
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="12345"' in page
    assert 'value="abc"' in page
    assert "8 到 30 位, 这里是 5 位" in page
    assert '<details class="way" open>' in page
    case.refresh_from_db()
    assert case.answers["values"].get("account") is None


def test_what_a_village_looks_into_waits_there_whoever_takes_it_in(world, desk):
    """The bureau does not act in the village's place by taking a matter in."""
    client = desk(factories.user_with("bureau"))
    address = arrive(client, world.mother)
    made = client.post(f"{address}eldercare/meals/", {"anyway": "1"})
    assert made.status_code == 302, text(made)
    case = Case.objects.get(item="eldercare/meals")
    assert case.steps_taken == 1
