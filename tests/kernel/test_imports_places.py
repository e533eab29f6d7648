"""Divisions, facilities, beds and certificates from spreadsheets."""

from datetime import date

import pytest

from tests import factories
from tests.core.sheets.toy import book
from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.core.sheets import SHEETS, Context, selectors, services
from yingzhou.core.sheets.reading import read
from yingzhou.core.sheets.template import template
from yingzhou.kernel.divisions import tree
from yingzhou.kernel.organisations.models import BedTerm, Certificate, Facility

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 1)


def context(reach=lambda _: True):
    return Context(Actor(7, "tester"), clock.now(), reach)


def upload(name, *facts, reach=lambda _: True):
    sheet = SHEETS[name]
    heads = [column.title for column in sheet.columns]
    lines = [[fact.get(head, "") for head in heads] for fact in facts]
    return services.upload(
        sheet=sheet,
        file_name=f"{name}.xlsx",
        content=book(*lines, heads=heads),
        context=context(reach),
    )


def confirm(batch):
    assert selectors.problems(batch) == []
    return services.confirm(batch_id=batch.pk, context=context())


def reasons(batch):
    return [problem.reason for problem in selectors.problems(batch)]


@pytest.mark.parametrize("name", ["divisions", "people", "facilities", "beds", "certificates"])
def test_every_template_can_be_read_back(name):
    with pytest.raises(ValueError, match="没有数据行"):
        read(SHEETS[name], template(SHEETS[name]))


@pytest.fixture
def land():
    return factories.division("庙镇", "town", factories.district(), code="310151104000")


def test_divisions_are_founded_and_renamed(land):
    unit = factories.division("启瀛村", parent=land, code="310151104200")
    order = {"生效日期": "2024-07-01", "批准文号": "崇府〔2024〕12号"}
    new = {"变更": "新设", "区划代码": "310151104999", "名称": "新村", "类别": "村委会"}
    batch = upload(
        "divisions",
        new | order | {"上级代码": land.code},
        {"变更": "更名", "区划代码": unit.code, "名称": "瀛新村"} | order,
    )
    confirm(batch)
    assert tree.tree_on(DAY).by_code("310151104999").name == "新村"
    assert tree.name_on(unit.pk, DAY) == "瀛新村"


def test_bad_divisions_say_why(land):
    order = {"生效日期": "2024-07-01", "批准文号": "崇府〔2024〕12号"}
    new = {"变更": "新设", "区划代码": land.code, "名称": "新村", "上级代码": land.code}
    batch = upload(
        "divisions",
        new | order,
        new | order | {"类别": "村委会", "区划代码": "310151104001", "上级代码": "999999999999"},
        {"变更": "更名", "区划代码": "310151104002", "名称": "甲村"} | order,
        new | order | {"类别": "镇", "区划代码": "310151104003"},
    )
    found = reasons(batch)
    assert found[0] == "新设单位须填写类别"
    assert "999999999999 在 2024-07-01 不存在" in found[1]
    assert "310151104002 在 2024-07-01 不存在" in found[2]
    assert "类别与层级不符" in found[3]


def test_facilities_then_their_beds(land):
    operator = factories.organisation(home=land)
    facility = {
        "设施编号": "YL-1",
        "名称": "瀛东养老院",
        "类别": "养老机构",
        "区划代码": land.code,
        "运营机构代码": operator.uscc,
        "经度": 121.3933,
        "纬度": "31.6299",
        "启用日期": "2020/1/1",
    }
    confirm(upload("facilities", facility))
    made = Facility.objects.get()
    assert (made.operator, made.lon, made.valid_from) == (operator, 121.3933, date(2020, 1, 1))
    bed = {
        "设施编号": "YL-1",
        "床位号": 101,
        "床位类型": "机构床位",
        "护理型": "是",
        "认知障碍照护": "否",
        "起始日期": "2020-01-01",
    }
    confirm(upload("beds", bed, bed | {"床位号": "102"}))
    term = BedTerm.objects.get(bed__number="101")
    assert (term.nursing, term.dementia, term.setting) == (True, False, "institution")


def test_bad_facilities_and_beds_say_why(land):
    facility = {"设施编号": "YL-1", "名称": "甲", "类别": "养老机构", "启用日期": "2020-01-01"}
    batch = upload(
        "facilities",
        facility | {"区划代码": "310151000001"},
        facility | {"设施编号": "YL-2", "区划代码": land.code, "运营机构代码": "123"},
        facility | {"设施编号": "YL-3", "区划代码": land.code, "经度": 121.5},
    )
    assert [reason[:8] for reason in reasons(batch)] == [
        "区划代码 310",
        "统一社会信用代码",
        "经度和纬度须同时",
    ]
    bed = {"设施编号": "没有", "床位号": "1", "床位类型": "机构床位", "护理型": "是"}
    bed |= {"认知障碍照护": "否", "起始日期": "2020-01-01"}
    assert "没有这个编号的设施" in reasons(upload("beds", bed))[0]
    far = factories.facility(home=land)
    batch = upload("beds", bed | {"设施编号": far.code}, reach=lambda _: False)
    assert "不在您负责的区划内" in reasons(batch)[0]


def certificate(land, kind, number, holder=""):
    return {
        "证书类别": kind,
        "证书编号": number,
        "持有人号码": holder,
        "区划代码": land.code,
        "发证日期": "2024-01-01",
    }


def test_certificates_of_persons_organisations_facilities_and_villages(land):
    person = factories.person(home=factories.village(parent=land))
    organisation, facility = factories.organisation(home=land), factories.facility(home=land)
    number = str(person.id_number)
    worker = certificate(land, "养老护理员证书", "H1", number) | {"有效期至": "2026-12-31"}
    confirm(
        upload(
            "certificates",
            worker,
            certificate(land, "社会组织评估等级", "P1", organisation.uscc) | {"等级": "5A"},
            certificate(land, "标准化养老机构", "B1", facility.code),
            certificate(land, "老年宜居社区建设", "Y1"),
        )
    )
    held = {row.number: row for row in Certificate.objects.all()}
    assert held["H1"].person == person
    assert held["H1"].valid_to == date(2027, 1, 1)
    assert (held["P1"].organisation, held["P1"].grade) == (organisation, "5A")
    assert held["B1"].facility == facility
    assert held["Y1"].division_id == land.pk


def test_a_certificate_is_numbered_by_no_identity_number(land):
    number = factories.id_number(date(1980, 1, 1))
    factories.person(home=factories.village(parent=land))
    batch = upload(
        "certificates",
        certificate(land, "老年宜居社区建设", number),
        certificate(land, "老年宜居社区建设", "S000031000012233000001"),
    )
    assert reasons(batch) == ["证书编号不能是公民身份号码; 编号与身份号码相同的, 请填证书的流水号"]


def test_an_organisation_of_another_town_is_not_ours_to_grade(land):
    far = factories.organisation(home=factories.village("别村"))
    row = certificate(land, "社会组织评估等级", "P1", far.uscc) | {"等级": "5A"}
    batch = upload("certificates", row, reach=lambda pk: pk == land.pk)
    assert reasons(batch) == [f"“{far.name}”不在您负责的区划内"]


def test_bad_certificates_say_why_and_quote_no_number(land):
    stranger = factories.id_number(date(1970, 1, 1))
    batch = upload(
        "certificates",
        certificate(land, "养老护理员证书", "1"),
        certificate(land, "养老护理员证书", "2", "310230195005010001"),
        certificate(land, "养老护理员证书", "3", stranger),
        certificate(land, "老年宜居社区建设", "4", "有人"),
        certificate(land, "老年宜居社区建设", "5") | {"有效期至": "2023-01-01"},
        certificate(land, "老年宜居社区建设", "5"),
    )
    found = reasons(batch)
    assert "请填写公民身份号码" in found[0]
    assert "校验位不对" in found[1]
    assert "没有登记这个公民身份号码" in found[2]
    assert "此列应留空" in found[3]
    assert "有效期至早于发证日期" in found[4]
    assert found[5] == "与第 6 行的证书类别、证书编号重复"
    assert stranger not in str(batch.report)
