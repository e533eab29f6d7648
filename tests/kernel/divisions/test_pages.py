"""Browsing the divisions of any day, and registering a change after seeing what it does."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import factories
from tests.kernel.divisions.test_changes import by
from yingzhou.kernel.divisions import services, tree
from yingzhou.kernel.divisions.models import DivisionChange

pytestmark = pytest.mark.django_db
HOME = "/desk/divisions/"
ORDER = {"on": "2024-07-01", "document": "崇府〔2024〕12号"}


@pytest.fixture
def land():
    miao, gang = factories.town("庙镇"), factories.town("港西镇")
    return {
        "庙镇": miao,
        "港西镇": gang,
        "启瀛村": factories.village("启瀛村", miao),
        "联益村": factories.village("联益村", miao),
    }


@pytest.fixture
def bureau(client_as):
    return client_as("bureau")


def step(client, unit, act, **data):
    return client.post(f"{HOME}{unit.pk}/{act}/", ORDER | data, follow=True).content.decode()


def test_the_towns_of_a_day_are_listed_with_their_villages(bureau, land):
    services.merge(division_ids=[land["港西镇"].pk], into=land["庙镇"].pk, **by())
    assert "港西镇" not in bureau.get(HOME).content.decode()
    page = bureau.get(f"{HOME}?on=2024-06-30").content.decode()
    assert "港西镇" in page
    assert "镇 2" in page


def test_a_day_that_makes_no_sense_is_replaced_with_a_word(bureau, land):
    for day in ("2099-01-01", "2024-13-40", "yesterday"):
        assert "下面按今天显示" in bureau.get(f"{HOME}?on={day}").content.decode()


def test_a_day_before_all_records_says_so(bureau, land):
    assert "没有区划数据" in bureau.get(f"{HOME}?on=1950-01-01").content.decode()


def test_search_finds_and_says_when_it_does_not(bureau, land):
    assert "启瀛村" in bureau.get(f"{HOME}?q=qyc").content.decode()
    assert "没有找到" in bureau.get(f"{HOME}?q=火星").content.decode()


def test_a_unit_tells_its_history_and_where_it_went(bureau, land):
    unit = land["启瀛村"]
    services.merge(division_ids=[unit.pk], into=land["联益村"].pk, **by())
    page = bureau.get(f"{HOME}{unit.pk}/").content.decode()
    assert "撤销, 并入“联益村”" in page
    assert "这一天计入" in page
    assert "登记变更" not in page
    assert bureau.get(f"{HOME}999999/").status_code == 404


def test_the_list_downloads_as_a_spreadsheet(bureau, land):
    answer = bureau.get(f"{HOME}excel/")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    assert "启瀛村" in {row[1] for row in rows}


def test_a_rename_is_shown_before_it_is_done(bureau, land):
    unit = land["启瀛村"]
    assert "下一步" in bureau.get(f"{HOME}{unit.pk}/rename/").content.decode()
    page = step(bureau, unit, "rename", name="瀛新村")
    assert "“启瀛村”更名为“瀛新村”" in page
    assert not DivisionChange.objects.exists()
    assert "下一步" in step(bureau, unit, "rename", name="瀛新村", back="1")
    page = step(bureau, unit, "rename", name="瀛新村", confirmed="1")
    assert "更名已登记" in page
    assert tree.name_on(unit.pk, date(2024, 7, 1)) == "瀛新村"


def test_a_refused_change_keeps_what_was_typed(bureau, land):
    page = step(bureau, land["启瀛村"], "rename", name="联益村")
    assert "没有登记: 同一上级之下已有" in page
    assert 'value="联益村"' in page


def test_a_missing_field_is_marked(bureau, land):
    page = bureau.post(f"{HOME}{land['启瀛村'].pk}/rename/", {"name": "甲"}).content.decode()
    assert "is-invalid" in page


def test_move_merge_split_and_found(bureau, land):
    unit, other, gang = land["启瀛村"], land["联益村"], land["港西镇"]
    page = step(bureau, unit, "move", parent=gang.pk)
    assert "由“庙镇”改属“港西镇”" in page
    page = step(bureau, unit, "merge", into=other.pk)
    assert "“启瀛村”撤销, 名下登记的人口和设施计入“联益村”" in page
    new = {"into": "new", "others": [other.pk], "name": "新联村", "code": "310151104999"}
    assert "须填写" in step(bureau, unit, "merge", **new)
    page = step(bureau, unit, "merge", **new, kind="village")
    assert "设立“新联村”(村委会, 代码 310151104999), 属“庙镇”" in page
    part = {"part0-name": "甲居委会", "part0-code": "310151104998", "part0-kind": "neighbourhood"}
    assert "设立“甲居委会”" in step(bureau, unit, "split", goes_on="1", **part)
    assert "至少要有两个单位" in step(bureau, unit, "split", goes_on="0", **part)
    page = step(bureau, gang, "found", name="丙村", code="310151112999", kind="village")
    assert "设立“丙村”" in page
    page = step(
        bureau, gang, "found", name="丙村", code="310151112999", kind="village", confirmed="1"
    )
    assert "已登记" in page


def test_a_town_is_split_with_its_villages_shared_out(bureau, land):
    page = step(
        bureau,
        land["庙镇"],
        "split",
        **{
            "goes_on": "0",
            "part0-name": "东庙镇",
            "part0-code": "310151190000",
            "part0-kind": "town",
            "part1-name": "西庙镇",
            "part1-code": "310151191000",
            "part1-kind": "town",
            "part1-children": [land["联益村"].pk],
        },
    )
    assert "“启瀛村”由“庙镇”改属“东庙镇”" in page
    assert "“联益村”由“庙镇”改属“西庙镇”" in page


def test_what_does_not_fit_a_level_does_not_exist(bureau, land):
    district = factories.district()
    for unit, act in ((district, "merge"), (land["启瀛村"], "found"), (land["庙镇"], "move")):
        assert bureau.get(f"{HOME}{unit.pk}/{act}/").status_code == 404


def test_who_may_only_look_is_not_offered_changes(client_as, land):
    clerk = client_as("village", land["启瀛村"])
    assert "登记变更" not in clerk.get(f"{HOME}{land['启瀛村'].pk}/").content.decode()
    assert clerk.get(f"{HOME}{land['启瀛村'].pk}/rename/").status_code == 403


def test_pages_need_few_queries(bureau, land, django_assert_max_num_queries):
    services.rename(division_id=land["启瀛村"].pk, name="甲村", **by())
    for page in (HOME, f"{HOME}?q=村", f"{HOME}{land['启瀛村'].pk}/"):
        with django_assert_max_num_queries(12):
            assert bureau.get(page).status_code == 200
