"""The pages of an import, from the choice of a kind to the records made."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests import factories
from tests.core.sheets.toy import book
from tests.kernel.test_imports_people import BORN, HEADS, line
from yingzhou.core.models import ImportBatch
from yingzhou.kernel.people.models import Person

pytestmark = pytest.mark.django_db
HOME = "/desk/imports/"


@pytest.fixture
def village():
    return factories.village("启瀛村", factories.town("庙镇"))


@pytest.fixture
def clerk(client_as, village):
    return client_as("town", village.names.get().parent)


def send(client, *lines, heads=HEADS, kind="people"):
    file = SimpleUploadedFile("人员.xlsx", book(*lines, heads=heads))
    return client.post(f"{HOME}new/{kind}/", {"file": file}, follow=True)


def test_the_first_page_offers_what_one_may_import(clerk, client_as):
    page = clerk.get(HOME).content.decode()
    assert "还没有导入过" in page
    assert "下载模板" in page
    assert "new/people/" in page
    assert "new/divisions/" not in page
    assert "new/divisions/" in client_as("bureau").get(HOME).content.decode()


def test_a_kind_one_may_not_import_is_closed_and_an_unknown_one_missing(clerk):
    assert clerk.get(f"{HOME}new/divisions/").status_code == 403
    assert clerk.get(f"{HOME}new/nothing/").status_code == 404


def test_the_template_is_a_spreadsheet(clerk):
    answer = clerk.get(f"{HOME}new/people/template/")
    assert answer["Content-Type"].endswith("sheet")
    CalamineWorkbook.from_filelike(BytesIO(answer.content))


def test_a_broken_file_is_refused_in_words_and_nothing_is_stored(clerk):
    file = SimpleUploadedFile("人员.xlsx", b"PK\x03\x04 broken")
    answer = clerk.post(f"{HOME}new/people/", {"file": file})
    assert answer.status_code == 422
    assert "文件已损坏或过大" in answer.content.decode()
    assert "没有选择文件" in clerk.post(f"{HOME}new/people/").content.decode()
    assert not ImportBatch.objects.exists()


def test_from_upload_to_record(clerk, village):
    page = send(clerk, line(village)).content.decode()
    assert "确认导入 1 行" in page
    assert not Person.objects.exists()
    batch = ImportBatch.objects.get()
    page = clerk.post(f"{HOME}{batch.pk}/confirm/", follow=True).content.decode()
    person = Person.objects.get()
    assert f"/desk/people/{person.pk}/" in page
    assert "王*英" in page
    assert "已导入 1 行" in page
    assert "人员.xlsx" in clerk.get(HOME).content.decode()


def test_bad_rows_are_listed_and_the_good_ones_may_go_ahead(clerk, village):
    page = send(clerk, line(village), line(village, 起始日期="2099-01-01")).content.decode()
    assert "第 3 行" in page
    assert "晚于今天" in page
    assert "只导入没有问题的 1 行" in page
    batch = ImportBatch.objects.get()
    refused = clerk.post(f"{HOME}{batch.pk}/confirm/", follow=True).content.decode()
    assert "没有导入任何数据" in refused
    clerk.post(f"{HOME}{batch.pk}/confirm/", {"only": "good"})
    assert Person.objects.count() == 1
    assert "有问题的地方" in clerk.get(f"{HOME}{batch.pk}/").content.decode()


def test_the_report_downloads_as_a_spreadsheet(clerk, village):
    send(clerk, line(village, 起始日期="2099-01-01"))
    answer = clerk.get(f"{HOME}{ImportBatch.objects.get().pk}/report/")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["行号", "列", "原因"]
    assert rows[1][:2] == [2.0, "起始日期"]


def test_who_may_be_known_is_shown_side_by_side_and_decided(clerk, village):
    factories.person("李秀珍", BORN, home=village)
    page = send(clerk, line(village, 姓名="李秀贞")).content.decode()
    assert "去判定" in page
    assert "确认导入 1 行" not in page
    batch = ImportBatch.objects.get()
    page = clerk.get(f"{HOME}{batch.pk}/similar/").content.decode()
    assert "李秀珍" in page
    assert "310***********" in page
    answer = clerk.post(f"{HOME}{batch.pk}/similar/", {"row-2": "different"}, follow=True)
    assert "确认导入 1 行" in answer.content.decode()
    clerk.post(f"{HOME}{batch.pk}/confirm/")
    assert Person.objects.filter(name="李秀贞").exists()


def test_a_batch_can_be_given_up(clerk, village):
    send(clerk, line(village))
    batch = ImportBatch.objects.get()
    page = clerk.post(f"{HOME}{batch.pk}/discard/", follow=True).content.decode()
    assert "上传的内容已删除" in page
    assert "这次导入已放弃" in clerk.get(f"{HOME}{batch.pk}/").content.decode()
    page = clerk.post(f"{HOME}{batch.pk}/confirm/", follow=True).content.decode()
    assert "不能重复操作" in page


def test_another_persons_batch_does_not_exist(clerk, client_as, village):
    send(clerk, line(village))
    batch = ImportBatch.objects.get()
    other = client_as("bureau")
    for page in ("", "similar/", "report/"):
        assert other.get(f"{HOME}{batch.pk}/{page}").status_code == 404
    assert other.post(f"{HOME}{batch.pk}/confirm/").status_code == 404


def test_a_village_of_another_town_is_refused(clerk):
    far = factories.village("双津村", factories.town("港西镇"))
    assert "不在您负责的区划内" in send(clerk, line(far)).content.decode()


def test_pages_need_few_queries(clerk, village, django_assert_max_num_queries):
    factories.person("李秀珍", BORN, home=village)
    send(clerk, *[line(village, 姓名="李秀贞", 户号=f"H{n}") for n in range(30)])
    batch = ImportBatch.objects.get()
    for page in (HOME, f"{HOME}{batch.pk}/", f"{HOME}{batch.pk}/similar/"):
        with django_assert_max_num_queries(12):
            assert clerk.get(page).status_code == 200
