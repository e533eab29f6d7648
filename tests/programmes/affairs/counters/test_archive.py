"""Destruction: three different people, an interrupted run, nothing left on the disk."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.programmes.affairs.counters.conftest import signed_in
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, DataUse, DestructionList, Rating, Step
from yingzhou.kernel.cases.services import destruction, documents, reopening
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.notices.models import Letter, Message

LATER = date(2037, 1, 4)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def keepers(world):
    """Who changed their password of ten years ago."""
    found = [factories.user_with("bureau") for _ in range(3)]
    for user in found:
        user.password_changed_at = at(LATER)
        user.save(update_fields=["password_changed_at"])
    return found


@pytest.fixture
def old(world, django_capture_on_commit_callbacks) -> Case:
    """Closed in 2026 with a paper and a letter; its ten years are over in 2037."""
    case = world.apply()
    file = SimpleUploadedFile("收入证明.pdf", PDF, "application/pdf")
    material = items()[case.item].apply.materials[0].key
    documents.add(case=case.pk, material=material, file=file, user=world.counter, at=at(MONDAY))
    world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    for letter in Letter.objects.filter(about=f"case:{case.pk}"):
        notices.render(letter)
    return case


def files_of(case: Case) -> list[Path]:
    letters = Letter.objects.filter(about=f"case:{case.pk}").exclude(file="")
    papers = [documents.path_of(one) for one in case.documents.all()]
    return papers + [Path(settings.MEDIA_ROOT) / one.file for one in letters]


def reviewed(keepers, day: date = LATER) -> DestructionList:
    first, second, third = keepers
    made = destruction.draw_up(name="", until=day, user=first, at=at(day))
    destruction.review(pk=made.pk, user=second, at=at(day))
    return destruction.review(pk=made.pk, user=third, at=at(day))


def test_three_people_list_review_and_review_again(old, keepers, world):
    first, second, third = keepers
    made = destruction.draw_up(name="2036 年度", until=LATER, user=first, at=at(LATER))
    for user in (first, world.clerk):
        with pytest.raises((CaseFault, NotYours)):
            destruction.review(pk=made.pk, user=user, at=at(LATER))
    with pytest.raises(CaseFault, match="两次审核"):
        destruction.destroy(pk=made.pk, user=first, at=at(LATER))
    destruction.review(pk=made.pk, user=second, at=at(LATER))
    with pytest.raises(CaseFault, match="同一个人"):
        destruction.review(pk=made.pk, user=second, at=at(LATER))
    assert destruction.review(pk=made.pk, user=third, at=at(LATER)).state == "approved"


def test_what_is_destroyed_is_gone_from_disk_and_database_and_the_number_stays(
    old, keepers, django_capture_on_commit_callbacks
):
    files = files_of(old)
    assert len(files) >= 2
    assert all(path.exists() for path in files)
    made = reviewed(keepers)
    with django_capture_on_commit_callbacks(execute=True):
        done = destruction.destroy(pk=made.pk, user=keepers[0], at=at(LATER))
    assert not any(path.exists() for path in files)
    old.refresh_from_db()
    assert old.applicant is None
    assert (old.answers["values"], old.destroyed_at) == ({}, at(LATER))
    assert (old.number, old.outcome) == (done.report["destroyed"][0]["number"], "not_accepted")
    assert not old.documents.exists()
    assert not old.parties.exists()
    assert not Step.objects.filter(case=old).exclude(words="").exists()
    assert not DataUse.objects.filter(case=old).exists()
    assert not Message.objects.filter(about=f"case:{old.pk}", person=None).exists()
    assert all(str(one.content) == "{}" for one in Letter.objects.filter(about=f"case:{old.pk}"))


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(old, keepers, world, monkeypatch):
    Case.objects.filter(pk=old.pk).update(applicant=world.son)
    other = world.apply()
    world.step(other, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    made = reviewed(keepers)
    real = destruction._destroy_one
    seen = []

    def dies_at_the_second(pk, at):
        seen.append(pk)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(pk, at)

    monkeypatch.setattr(destruction, "_destroy_one", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        destruction.destroy(pk=made.pk, user=keepers[0], at=at(LATER))
    made.refresh_from_db()
    assert (made.state, made.lines.filter(done_at=None).count()) == ("approved", 1)
    monkeypatch.undo()
    done = destruction.destroy(pk=made.pk, user=keepers[0], at=at(LATER))
    assert (done.state, len(done.report["destroyed"])) == ("done", 2)


def test_what_is_kept_says_why_and_what_was_opened_again_is_left(old, keepers):
    first, second, third = keepers
    made = destruction.draw_up(name="x", until=LATER, user=first, at=at(LATER))
    line = made.lines.get()
    with pytest.raises(CaseFault, match="为什么"):
        destruction.keep(line=line.pk, user=second, why=" ")
    destruction.keep(line=line.pk, user=second, why="正在审计")
    destruction.review(pk=made.pk, user=second, at=at(LATER))
    destruction.review(pk=made.pk, user=third, at=at(LATER))
    done = destruction.destroy(pk=made.pk, user=third, at=at(LATER))
    assert [one["why"] for one in done.report["kept"]] == ["正在审计"]
    old.refresh_from_db()
    assert old.destroyed_at is None


def test_the_pages_from_the_list_to_the_report(old, keepers, stop_clock):
    stop_clock(at(LATER))
    one, two, three = (signed_in(user) for user in keepers)
    assert "1 件保管期满" in one.get("/desk/archive/").content.decode()
    assert one.post("/desk/archive/", {"until": "gestern"}).status_code == 200
    answer = one.post("/desk/archive/", {"until": LATER.isoformat(), "name": "首批"}, follow=True)
    made = DestructionList.objects.get()
    page = f"/desk/archive/{made.pk}/"
    assert "要由另一个人做" in answer.content.decode()
    assert old.number in two.get(page).content.decode()
    answer = one.post(page + "review/", follow=True)
    assert "不能是同一个人" in answer.content.decode()
    assert two.get(page + "report/").status_code == 404
    for client in (two, three):
        client.post(page + "review/")
    answer = three.post(page + "destroy/", follow=True)
    assert "已销毁 1 件" in answer.content.decode()
    book = CalamineWorkbook.from_filelike(BytesIO(one.get(page + "report/").content))
    line = book.get_sheet_by_index(0).to_python()[1]
    assert line[0] == old.number
    who = (keepers[0], keepers[1], keepers[2], keepers[2])  # lists, reviews, again, destroys
    assert line[-4:] == [f"{one} {LATER}" for one in who]
    assert f"销毁<small>{keepers[2]} · " in one.get(page).content.decode()
    assert one.post(page + "dance/").status_code == 404


def test_a_list_can_be_given_up_and_a_line_kept_on_the_page(old, keepers, stop_clock):
    stop_clock(at(LATER))
    made = destruction.draw_up(name="x", until=LATER, user=keepers[0], at=at(LATER))
    two = signed_in(keepers[1])
    line = made.lines.get()
    two.post(f"/desk/archive/{made.pk}/keep/{line.pk}/", {"why": "有诉讼"})
    line.refresh_from_db()
    assert line.kept_why == "有诉讼"
    assert two.post(f"/desk/archive/{made.pk}/keep/99/").status_code == 404
    two.post(f"/desk/archive/{made.pk}/drop/")
    made.refresh_from_db()
    assert made.state == "dropped"


def test_the_archive_is_the_archivists(world):
    assert signed_in(world.clerk).get("/desk/archive/").status_code == 403


def test_a_letter_that_was_destroyed_is_never_made_again(world, keepers, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    letter = Letter.objects.get(about=f"case:{case.pk}")  # no worker had made its PDF yet
    destruction.destroy(pk=reviewed(keepers).pk, user=keepers[0], at=at(LATER))
    assert notices.render_waiting() == 0
    letter.refresh_from_db()
    assert letter.file == ""
    with pytest.raises(FileNotFoundError):
        notices.render(letter)


def test_who_reviews_reads_what_a_case_holds_and_nothing_about_people(world, old, keepers):
    made = destruction.draw_up(name="", until=LATER, user=keepers[0], at=at(LATER))
    archivist = factories.user_with("archivist")
    archivist.password_changed_at = at(LATER)
    archivist.save(update_fields=["password_changed_at"])
    client = signed_in(archivist)
    line = made.lines.get()
    address = f"/desk/archive/{made.pk}/line/{line.pk}/"
    assert address in client.get(f"/desk/archive/{made.pk}/").content.decode()
    page = client.get(address).content.decode()
    for word in (old.number, "1 个文件", "不予受理", "保管年限"):
        assert word in page
    assert "王秀英" not in page


def test_the_button_says_how_many_go(world, old, keepers):
    made = reviewed(keepers)
    page = signed_in(keepers[0]).get(f"/desk/archive/{made.pk}/").content.decode()
    assert "销毁没有保留的 1 件" in page


def test_of_what_was_destroyed_the_desk_says_by_which_list_and_when(world, old, keepers):
    made = reviewed(keepers)
    destruction.destroy(pk=made.pk, user=keepers[0], at=at(LATER))
    client = signed_in(keepers[0])
    for part in ("", "letters/", "household/"):
        page = client.get(f"/desk/cases/{old.number}/{part}").content.decode()
        assert "档案已销毁" in page
        assert made.name in page
        assert "没有申请人" not in page


def test_what_was_opened_again_and_closed_anew_is_kept_its_time_from_then_on(old, keepers, world):
    """The list was approved before; the result of today is not destroyed with it."""
    made = reviewed(keepers)
    reopening.reopen(
        case=old.pk, user=keepers[0], stage="received", words="漏看了一份证明", at=at(LATER)
    )
    old.refresh_from_db()
    world.step(old, "not_accept", world.counter, LATER, words="本人的情况仍不在受理范围内")
    done = destruction.destroy(pk=made.pk, user=keepers[0], at=at(LATER))
    assert [one["why"] for one in done.report["kept"]] == ["已重新办理"]
    old.refresh_from_db()
    assert old.destroyed_at is None
    assert old.destroy_on > LATER


def test_what_is_looked_at_again_is_not_destroyed_meanwhile(old, keepers, world):
    """An appeal asks for the file; listed before it came, the file still stays."""
    made = reviewed(keepers)
    again = world.apply(LATER)
    Case.objects.filter(pk=again.pk).update(previous=old)
    done = destruction.destroy(pk=made.pk, user=keepers[0], at=at(LATER))
    assert [one["why"] for one in done.report["kept"]] == ["正在复核, 还要用"]
    with pytest.raises(CaseFault, match="没有保管期已满"):
        destruction.draw_up(name="x", until=LATER, user=keepers[0], at=at(LATER))


def test_the_steps_of_whoever_applied_do_not_name_them_any_more(old, keepers, world):
    """They handed it in themselves, and said what they thought of it."""
    resident = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    Step.objects.filter(case=old, seq=1).update(user=resident, actor_name=str(resident))
    Rating.objects.create(case=old, stars=3, words="王秀英谢谢", channel="online", at=at(MONDAY))
    made = reviewed(keepers)
    destruction.destroy(pk=made.pk, user=keepers[0], at=at(LATER))
    first, last = old.steps.order_by("seq")
    assert (first.user, first.actor_name) == (None, "申请人")
    assert last.user == world.counter
    assert Rating.objects.get().words == ""
