"""Who does not fit is told on the last page, before sending; a bank is written out."""

from __future__ import annotations

import pytest

from tests.web.portal.conftest import DIBAO

pytestmark = pytest.mark.django_db
ALLOWANCE = "/services/eldercare/senior_allowance/"
TYPED = {"what": "第一次领", "bank": "上海农商银行", "delivery": "村居送到家"}


def test_somebody_of_forty_five_is_told_that_the_allowance_is_for_the_old_and_may_still_ask(son):
    page = son.fill(ALLOWANCE, TYPED)
    text = page.content.decode()
    assert "可能不符合条件" in text
    assert son.says(page, truth="1").context["case"].item == "eldercare/senior_allowance"


def test_who_fits_is_told_nothing(mother):
    assert "可能不符合条件" not in mother.fill(ALLOWANCE, TYPED).content.decode()
    assert "可能不符合条件" not in mother.fill(DIBAO).content.decode()


def test_a_bank_is_offered_and_written_out(mother):
    mother.post(f"{ALLOWANCE}apply/")
    mother.says(mother.get(f"{ALLOWANCE}apply/ask/what/"), what="第一次领", do="next")
    page = mother.get(f"{ALLOWANCE}apply/ask/bank/")
    assert "<datalist" in page.content.decode()
    refused = mother.says(page, bank="1", do="next")
    assert refused.status_code == 422
    assert "请写全名" in refused.content.decode()
    assert mother.says(page, bank="江苏银行", do="next").status_code == 200
