"""Upload, report, decide, confirm: nothing is taken before, and nothing twice."""

import json

import pytest

from tests.core.sheets import toy
from yingzhou.core import audit
from yingzhou.core.models import AuditEntry, ImportBatch, Installation
from yingzhou.core.sheets import SHEETS, selectors, services
from yingzhou.core.timeline import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _toy():
    SHEETS.add("toy", toy.SHEET)
    toy.DIFFERENT.clear()
    yield
    SHEETS.remove("toy")


def upload(*rows):
    return services.upload(
        sheet=toy.SHEET, file_name="a.xlsx", content=toy.book(*rows), context=toy.context()
    )


def confirm(batch, **options):
    return services.confirm(batch_id=batch.pk, context=toy.context(), **options)


def test_an_upload_takes_nothing_and_seals_what_it_read():
    batch = upload(["机密", "1"])
    assert not Installation.objects.exists()
    assert "机密".encode() not in bytes(batch.payload)
    assert "机密" not in json.dumps(batch.report, ensure_ascii=False)
    assert selectors.opened(batch)[0].cells["name"] == "机密"


def test_the_report_names_row_column_and_reason():
    batch = upload(["甲", "1"], ["", "2"], ["乙", "3", "2024-13-01"], ["甲", "4"], ["丙", "拒绝"])
    assert batch.report["problems"] == [
        [3, "名称", "没有填写"],
        [4, "日期", "没有这一天, 请核对年月日"],
        [5, "名称", "与第 2 行的名称重复"],
        [6, "整行", "这样的数值不收"],
    ]
    assert (batch.report["rows"], batch.report["good"]) == (5, 1)


def test_one_bad_row_stops_all_unless_only_the_good_ones_are_wanted():
    batch = upload(["甲", "1"], ["", "2"])
    with pytest.raises(Refused, match="第 3 行有问题"):
        confirm(batch)
    assert not Installation.objects.exists()
    done = confirm(batch, only_good=True)
    assert list(Installation.objects.values_list("name", flat=True)) == ["甲"]
    assert done.report["taken"] == [[2, 1, "甲"]]
    assert done.status == "taken"


def test_a_batch_is_confirmed_once_and_then_forgets_its_rows():
    batch = confirm(upload(["甲", "1"]))
    assert bytes(batch.payload) == b""
    with pytest.raises(Refused, match="已导入"):
        confirm(batch)
    assert Installation.objects.count() == 1


def test_only_the_uploader_confirms():
    batch = upload(["甲", "1"])
    for act in (services.confirm, services.discard, services.recheck):
        with pytest.raises(Refused, match="只有上传人"):
            act(batch_id=batch.pk, context=toy.context(user_id=8))


def test_a_discarded_batch_cannot_be_confirmed():
    batch = services.discard(batch_id=upload(["甲", "1"]).pk, context=toy.context())
    with pytest.raises(Refused, match="已放弃"):
        confirm(batch)
    assert bytes(batch.payload) == b""


def test_a_row_that_may_be_known_waits_for_a_decision():
    Installation.objects.create(name="老张", value="像")
    batch = upload(["甲", "1"], ["张三", "像"])
    assert selectors.undecided(batch) == [3]
    with pytest.raises(Refused, match="还没有判定"):
        confirm(batch)
    services.decide(batch_id=batch.pk, decisions={3: "different"}, context=toy.context())
    confirm(batch)
    assert toy.DIFFERENT == [("张三", [2])]
    assert Installation.objects.filter(name="张三").exists()


def test_a_row_decided_to_be_the_same_is_skipped():
    Installation.objects.create(name="老张", value="像")
    batch = upload(["张三", "像"])
    services.decide(batch_id=batch.pk, decisions={2: "same"}, context=toy.context())
    done = confirm(batch)
    assert (done.report["taken"], done.report["skipped"]) == ([], [2])
    assert toy.DIFFERENT == []


def test_a_row_that_is_known_beyond_doubt_is_skipped_without_asking():
    Installation.objects.create(name="张三", value="像")
    batch = upload(["张三", "像"], ["甲", "1"])
    assert selectors.undecided(batch) == []
    with pytest.raises(Refused, match="只能跳过"):
        services.decide(batch_id=batch.pk, decisions={2: "different"}, context=toy.context())
    done = confirm(batch)
    assert done.report["skipped"] == [2]


def test_decisions_about_rows_that_were_not_asked_are_refused():
    batch = upload(["甲", "1"])
    for decisions in ({2: "same"}, {99: "different"}):
        with pytest.raises(Refused, match="没有这一行"):
            services.decide(batch_id=batch.pk, decisions=decisions, context=toy.context())


def test_what_became_known_since_the_upload_is_found_at_the_confirmation():
    batch = upload(["张三", "像"])
    Installation.objects.create(name="老张", value="像")
    with pytest.raises(Refused, match="还没有判定"):
        confirm(batch)
    again = services.recheck(batch_id=batch.pk, context=toy.context())
    assert selectors.undecided(again) == [2]


def test_reports_never_quote_a_long_number():
    batch = upload(["甲", "1", "310151199001011234"])
    other = services.upload(
        sheet=toy.SHEET,
        file_name="a.xlsx",
        content=toy.book(["甲", "1", "31015119900101123X"], heads=["名称", "数值", "颜色"]),
        context=toy.context(),
    )
    words = json.dumps([batch.report, other.report], ensure_ascii=False)
    assert "310151" not in words
    assert "长号码已隐去" in words


def test_every_step_is_in_the_audit_chain():
    confirm(upload(["甲", "1"]))
    services.discard(batch_id=upload(["乙", "1"]).pk, context=toy.context())
    actions = list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))
    assert actions == ["imports.upload", "imports.confirm", "imports.upload", "imports.discard"]
    assert audit.verify()[1] == []
    assert ImportBatch.objects.count() == 2
