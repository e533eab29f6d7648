"""An application in the making: what the registers know, one answer at a time, handed in once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.core.audit import ANONYMOUS
from yingzhou.kernel.accounts import services as accounts
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import questions
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, NotYours
from yingzhou.kernel.cases.models import Case, DataUse, Document, Draft, DraftFile
from yingzhou.kernel.cases.services import documents, doubts, drafts
from yingzhou.kernel.cases.services.corrections import sign
from yingzhou.kernel.cases.services.handing_in import submit
from yingzhou.kernel.catalogue.items import Field, items

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 40
NOW = at(MONDAY)
TYPED = {"support": "0", "staff_kin": "0", "account": "6222000011112222", "phone": "13900000000"}


def account_of(person):
    return accounts.resident_account(person=person, actor=ANONYMOUS, at=NOW)


def dibao():
    return items()[DIBAO]


@pytest.fixture
def mother(world):
    return account_of(world.mother)


def begin(mother) -> Draft:
    return drafts.begin(person=mother.person, item=dibao(), user=mother, at=NOW)


def asked(draft: Draft) -> list[str]:
    found = questions.to_ask(questions.all_of(dibao().apply, draft.answers))
    return [one.place for one in found if not one.is_done]


def fill(draft: Draft, user) -> Draft:
    """Answers all that is still asked; yes to whatever is not known better."""
    while places := asked(draft):
        place = places[0]
        raw = TYPED.get(place, "1")
        draft = drafts.answer(draft=draft.pk, place=place, raw=raw, user=user, at=NOW)
    return draft


def test_only_what_the_registers_do_not_know_is_asked_and_each_person_in_turn(mother):
    draft = begin(mother)
    found = questions.all_of(dibao().apply, draft.answers)
    known = {one.place: one.source for one in found if one.source}
    assert known["members"] == "户籍登记"
    assert known["m0-pension"] == "社会保险核对"
    assert "m1-pension" not in known, "her son's is his"
    assert asked(draft) == ["m0-consent", "m1-consent", *TYPED]


def test_beginning_twice_goes_on_with_the_same_draft(mother):
    assert begin(mother).pk == begin(mother).pk
    assert Draft.objects.count() == 1


def test_answers_stay_sealed_and_a_wrong_one_is_refused_in_words(mother):
    draft = begin(mother)
    with pytest.raises(CaseFault, match="银行账号只写数字"):
        drafts.answer(draft=draft.pk, place="account", raw="six", user=mother, at=NOW)
    with pytest.raises(CaseFault, match="请先回答"):
        drafts.answer(draft=draft.pk, place="account", raw="", user=mother, at=NOW)
    drafts.answer(draft=draft.pk, place="account", raw="6222000011112222", user=mother, at=NOW)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM cases_draft")
        assert b"6222000011112222" not in bytes(cursor.fetchone()[0])


def test_handing_in_twice_makes_one_case_and_every_reused_fact_can_be_read(mother, world):
    draft = fill(begin(mother), mother)
    case = submit(draft=draft.pk, user=mother, at=NOW)
    assert submit(draft=draft.pk, user=mother, at=NOW) == case
    assert Case.objects.count() == 1
    assert case.channel == "online"
    assert set(case.answers) == set(questions.OWN)
    assert case.answers["values"]["account"] == "6222000011112222"
    used = DataUse.objects.filter(person=world.mother, case=case)
    assert {"月养老金", "共同生活的家庭成员"} <= set(used.values_list("fact", flat=True))
    of_son = DataUse.objects.filter(person=world.son, fact="月养老金")
    assert not of_son.exists(), "he signed nothing that anybody saw"
    sign(case=case.pk, user=world.counter, signed=[1], at=NOW)
    assert of_son.get().case == case


def test_a_fact_that_is_wrong_is_asked_and_its_correction_is_opened(mother, world):
    draft = begin(mother)
    draft = drafts.doubt(draft=draft.pk, place="m0-wage", user=mother, at=NOW)
    assert "m0-wage" in asked(draft)
    draft = drafts.answer(draft=draft.pk, place="m0-wage", raw="1500", user=mother, at=NOW)
    case = submit(draft=fill(draft, mother).pk, user=mother, at=NOW)
    assert case.answers["members"][0]["values"]["wage"] == 150_000
    use = DataUse.objects.get(objected_at__isnull=False)
    assert use.person == world.mother
    assert use.correction.item == doubts.CORRECTION
    assert use.correction.previous == case
    assert use.correction.answers["values"]["right"] == "1,500.00 元"


def test_a_question_that_is_put_otherwise_since_is_asked_again(mother, monkeypatch):
    """The wording of an item changes while an application is saved: what was chosen and is no
    choice any more, or was left out and must be said now, is no answer; the rest stays."""
    done = fill(begin(mother), mother)
    apply = dibao().apply
    choice = {"kind": "choice", "options": ("不知道", "有别人养")}
    form = [replace(one, **choice) if one.key == "support" else one for one in apply.form]
    changed = replace(dibao(), apply=replace(apply, form=tuple(form)))
    found = {one.place: one for one in questions.all_of(changed.apply, done.answers)}
    assert [place for place, one in found.items() if one.place in TYPED and not one.is_done] == [
        "support"
    ]
    assert found["support"].value is None
    assert found["phone"].value == TYPED["phone"]
    monkeypatch.setattr(drafts, "item_on", lambda *_: changed)
    with pytest.raises(CaseFault, match=found["support"].field.label):
        submit(draft=done.pk, user=mother, at=NOW)
    drafts.answer(draft=done.pk, place="support", raw="有别人养", user=mother, at=NOW)
    assert submit(draft=done.pk, user=mother, at=NOW).answers["values"]["support"] == "有别人养"


@pytest.mark.parametrize(
    ("kept", "put"),
    [
        (None, {"kind": "choices", "options": ("甲", "乙")}),  # was optional
        ("装水泵", {"kind": "choice", "options": ("淘井", "装电泵")}),
        (["甲", "丙"], {"kind": "choices", "options": ("甲", "乙")}),
        (500, {"kind": "number", "high": 200}),
        ("五百", {"kind": "money"}),
        ("是", {"kind": "yesno"}),
        (True, {"kind": "number"}),
    ],
)
def test_what_is_no_answer_to_the_question_as_it_is_put_now(kept, put):
    field = Field(key="one", ask="一问", label="一问", **put)
    assert not forms.is_answer(field, kept)
    held = {**forms.empty(), "prefilled": {}, "doubted": {}, "done": ["one"]}
    held["values"] = {"one": kept}
    asked = questions.at(replace(dibao().apply, form=(field,)), held, "one")
    assert (asked.value, asked.is_done) == (None, False)


def test_what_was_called_wrong_and_is_the_same_after_all_opens_no_correction(mother):
    draft = begin(mother)
    known = draft.answers["prefilled"]["m0-wage"]
    stood = draft.answers["members"][0]["values"]["wage"]
    drafts.doubt(draft=draft.pk, place="m0-wage", user=mother, at=NOW)
    draft = drafts.answer(
        draft=draft.pk, place="m0-wage", raw=str(stood // 100), user=mother, at=NOW
    )
    assert "m0-wage" not in asked(draft), "the register answers it again"
    assert draft.answers["prefilled"]["m0-wage"] == known
    submit(draft=fill(draft, mother).pk, user=mother, at=NOW)
    assert not DataUse.objects.filter(objected_at__isnull=False).exists()


def test_somebody_may_leave_the_household_and_somebody_join_it(mother):
    draft = begin(mother)
    drafts.answer(draft=draft.pk, place="m1-consent", raw="1", user=mother, at=NOW)
    draft = drafts.members(
        draft=draft.pk, place="members", kept=[1], added=[("王小宝", "孙子")], user=mother, at=NOW
    )
    names = [one["name"] for one in draft.answers["members"]]
    assert names == ["王秀英", "王建国", "王小宝"]
    assert "m1-consent" in draft.answers["done"], "what was answered stays with its person"
    assert "m2-wage" in asked(draft), "nobody knows a newcomer"
    draft = drafts.members(draft=draft.pk, place="members", kept=[], added=[], user=mother, at=NOW)
    assert [one["name"] for one in draft.answers["members"]] == ["王秀英"]
    assert draft.answers["doubted"]["members"]["was"] == "王秀英、王建国"


def test_files_of_a_draft_become_documents_of_its_case(mother):
    draft = fill(begin(mother), mother)
    photo = SimpleUploadedFile("../证.jpg", JPEG)
    kept = drafts.attach(draft=draft.pk, material="disability", file=photo, user=mother, at=NOW)
    assert JPEG not in documents.path_of(kept).read_bytes(), "sealed"
    case = submit(draft=draft.pk, user=mother, at=NOW)
    made = Document.objects.get(case=case)
    assert documents.content_of(made) == JPEG
    assert made.name == "证.jpg"
    assert not DraftFile.objects.exists()


def test_what_is_no_picture_is_refused_and_nothing_kept(mother):
    draft = begin(mother)
    with pytest.raises(CaseFault, match="只收照片"):
        drafts.attach(
            draft=draft.pk, material="disability", user=mother, at=NOW,
            file=SimpleUploadedFile("a.jpg", b"#!/bin/sh\n"),
        )  # fmt: skip
    assert not DraftFile.objects.exists()


def test_a_matter_that_is_open_already_is_named(mother, world):
    case = world.apply()
    draft = fill(begin(mother), mother)
    with pytest.raises(Duplicate) as found:
        submit(draft=draft.pk, user=mother, at=NOW)
    assert found.value.number == case.number
    assert Draft.objects.get().case is None, "what was filled in is still there"


def test_a_neighbour_sees_and_changes_nothing(mother, world):
    draft = begin(mother)
    neighbour = account_of(factories.person("沈阿福", home=world.village))
    for change in (
        lambda: drafts.begin(person=world.mother, item=dibao(), user=neighbour, at=NOW),
        lambda: drafts.answer(draft=draft.pk, place="phone", raw="1", user=neighbour, at=NOW),
        lambda: submit(draft=draft.pk, user=neighbour, at=NOW),
        lambda: drafts.discard(draft=draft.pk, user=neighbour, at=NOW),
    ):
        with pytest.raises(NotYours):
            change()


def test_a_draft_is_forgotten_after_thirty_days_with_its_files(mother):
    draft = begin(mother)
    photo = SimpleUploadedFile("a.jpg", JPEG)
    kept = drafts.attach(draft=draft.pk, material="disability", file=photo, user=mother, at=NOW)
    assert drafts.expire(NOW + timedelta(days=29)) == 0
    assert drafts.expire(NOW + timedelta(days=31)) == 1
    assert not Draft.objects.exists()
    assert not documents.path_of(kept).exists()


def test_a_use_of_data_can_be_objected_to_once(mother):
    submit(draft=fill(begin(mother), mother).pk, user=mother, at=NOW)
    use = DataUse.objects.filter(person=mother.person, fact="月养老金").get()
    made = doubts.object_to(use=use.pk, right="每月 1500 元", user=mother, at=NOW)
    assert made.answers["values"]["source"] == "社会保险核对"
    with pytest.raises(CaseFault, match="正在核实"):
        doubts.object_to(use=use.pk, right="又", user=mother, at=NOW)


def test_an_objection_that_says_what_the_register_says_opens_nothing(mother):
    submit(draft=fill(begin(mother), mother).pk, user=mother, at=NOW)
    use = DataUse.objects.filter(person=mother.person, fact="月养老金").get()
    with pytest.raises(CaseFault, match="没有要改的"):
        doubts.object_to(use=use.pk, was="1,200.00 元", right=" 1,200.00 元", user=mother, at=NOW)
    use.refresh_from_db()
    assert use.objected_at is None
