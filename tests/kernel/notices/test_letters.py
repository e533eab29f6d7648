"""Letters: one an occasion, numbers without a gap, a PDF that says what was decided."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pypdf import PdfReader

from tests import factories
from tests.core.test_audit import in_a_thread
from tests.kernel.notices.letters import CLERK, NOON, letter
from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry
from yingzhou.core.timeline import Refused
from yingzhou.kernel.notices import codes, pdf, services
from yingzhou.kernel.notices.content import TEMPLATES
from yingzhou.kernel.notices.files import letter_file
from yingzhou.kernel.notices.models import Letter, LetterSeries
from yingzhou.kernel.notices.selectors import letters_about, letters_of

pytestmark = pytest.mark.django_db
CONTENT = {
    "general": {"paragraphs": ["标准调整了。"], "computation": ["1,510.00 × 3 = 4,530.00"]},
    "acceptance": {"paragraphs": ["我们已受理。"], "facts": {"受理日期": "2025年3月3日"}},
    "correction": {"paragraphs": ["还差下面这些。"], "missing": ["住院费用结算单", "授权书"]},
    "refusal": {
        "reasons": ["收入高于标准。"],
        "paragraphs": ["不符合规定。"],
        "article": "第十三条",
    },
    "decision": {"paragraphs": ["同意。"], "amount": "每月 2,430.00 元", "from": "2025年4月1日"},
    "certificate": {"paragraphs": ["兹有李秀珍, 系本村村民。"], "signed_by": "启瀛村村民委员会"},
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_ADDRESS = "https://mz.example.cn"
    return tmp_path


def text_of(one: Letter) -> tuple[str, PdfReader]:
    reader = PdfReader(io.BytesIO(services.render(one).read_bytes()))
    return "".join("".join(page.extract_text() for page in reader.pages).split()), reader


def test_numbers_run_through_the_year_and_begin_anew():
    first, second = letter("a"), letter("b")
    january = letter("c", at=datetime(2026, 1, 1, 0, 30, tzinfo=clock.ZONE))
    numbers = [one.number for one in (first, second, january)]
    assert numbers == ["崇民函〔2025〕1号", "崇民函〔2025〕2号", "崇民函〔2026〕1号"]


def test_what_a_village_signs_runs_in_the_numbers_of_the_village():
    def signed(key: str, by: str) -> Letter:
        said = {"paragraphs": ["兹有李秀珍, 系本村村民。"], "signed_by": by}
        return letter(key, template="certificate", title="居住情况证明书", content=said)

    made = [
        signed("a", "城桥镇城桥村村民委员会"), signed("b", "城桥镇城桥村村民委员会"),
        signed("c", "庙镇启瀛社区居民委员会"), letter("d"),
    ]  # fmt: skip
    assert [one.number for one in made] == [
        "城桥镇城桥村证〔2025〕1号", "城桥镇城桥村证〔2025〕2号", "庙镇启瀛社区证〔2025〕1号",
        "崇民函〔2025〕1号",
    ]  # fmt: skip
    assert [one.signed_by for one in made[2:]] == ["庙镇启瀛社区居民委员会", "上海市崇明区民政局"]
    printed, _ = text_of(made[1])
    assert printed.count("城桥镇城桥村证〔2025〕2号") == 2, "at its head and at its foot"
    assert "崇民函" not in printed


def test_the_same_occasion_has_one_letter_however_often_it_is_tried():
    first = letter("a")
    assert letter("a", title="另一个标题") == first
    assert Letter.objects.get().title == "受理通知书"
    assert LetterSeries.objects.get().last == 1


def test_a_transaction_that_fails_gives_its_number_back():
    def fails() -> None:
        with transaction.atomic():
            letter("a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert letter("b").number == "崇民函〔2025〕1号"


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_no_gap_and_no_double():
    if connection.vendor != "postgresql":
        pytest.skip("in SQLite's memory writers fail, not queue")

    def write(writer: int) -> None:
        for number in range(5):
            with transaction.atomic():
                letter(f"{writer}/{number}")
                letter(f"shared/{number}")

    for one in [in_a_thread(lambda w=w: write(w)) for w in range(4)]:
        one.result(timeout=60)
    numbers = sorted(int(n[9:-1]) for n in Letter.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 26))


def test_what_a_letter_says_is_sealed():
    someone = factories.person("欧阳秀珍")
    one = letter(person=someone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM notices_letter")
        sealed = bytes(cursor.fetchone()[0])
    assert "欧阳".encode() not in sealed
    assert "欧阳秀珍" in str(Letter.objects.get(pk=one.pk).content)


def test_codes_have_no_look_alikes_and_are_read_as_people_type_them():
    made = {codes.new_code() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("01OILU")
    assert codes.tidied(" abcd-efgh jkmn ") == "ABCDEFGHJKMN"
    assert codes.tidied("ＡＢｃｄ－ＥＦＧＨ　ＪＫＭＮ") == "ABCDEFGHJKMN"
    assert codes.in_groups("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_the_pdf_says_what_the_letter_says(template):
    someone = factories.person("李秀珍")
    one = letter(
        person=someone, template=template, title=f"信{template}", content=CONTENT[template]
    )
    text, reader = text_of(one)
    assert len(reader.pages) == 1
    assert reader.metadata.title == f"信{template} {one.number}"
    assert one.number in text
    assert codes.in_groups(one.code) in text
    assert "mz.example.cn/verify/" in text
    assert "2025年3月3日" in text
    assert "演示" in text
    signed = CONTENT[template].get("signed_by", "上海市崇明区民政局")
    assert reader.metadata.author == signed
    assert text.count(signed) >= 2  # above and below
    for part in CONTENT[template].get("missing", CONTENT[template]["paragraphs"]):
        assert "".join(part.replace(", ", "，").split()) in text


def test_a_refusal_says_what_can_be_done_against_it():
    text, _ = text_of(letter(template="refusal", content=CONTENT["refusal"]))
    assert "收入高于标准。" in text
    assert "依据：第十三条。" in text
    assert "60日内依法申请行政复议" in text
    assert "6个月内依法向人民法院提起行政诉讼" in text
    said = CONTENT["refusal"] | {
        "review": "上海市崇明区人民政府",
        "signed_by": "上海市崇明区庙镇人民政府",
    }
    made = letter("named", template="refusal", content=said)
    assert made.number == "庙镇民函〔2025〕1号"
    named, _ = text_of(made)
    assert "60日内依法向上海市崇明区人民政府申请行政复议" in named
    assert "6个月内依法向有管辖权的人民法院提起行政诉讼" in named
    assert named.count("上海市崇明区庙镇人民政府") >= 2
    assert "未核实" not in text, "doubts are for officers, on the page of the case"


def test_a_decision_says_how_much_from_when():
    text, _ = text_of(letter(template="decision", content=CONTENT["decision"]))
    assert "每月2,430.00元" in text
    assert "2025年4月1日" in text


def test_what_is_typed_is_never_read_as_commands():
    nasty = '#panic("x") $x$ *a* <b> ${{ \\ @cite'
    text, _ = text_of(letter(content={"paragraphs": [nasty]}))
    assert "".join(nasty.split()) in text


def test_a_long_letter_has_page_numbers():
    many = [f"第{n}段。" + "说明" * 150 for n in range(12)]
    text, reader = text_of(letter(template="general", content={"paragraphs": many}))
    assert len(reader.pages) > 1
    assert f"{len(reader.pages)}/{len(reader.pages)}" in text


def test_a_real_district_has_no_mark_of_the_demo(settings):
    settings.DEMO = False
    text, _ = text_of(letter())
    assert "演示" not in text


def test_the_pdf_is_made_once_and_lies_under_a_name_of_ours(media):
    one = letter()
    path = services.render(one)
    one.refresh_from_db()
    assert path.parent == media / "letters" / "2025"
    assert len(one.digest) == 64
    assert services.render(one) == path
    assert services.render(Letter.objects.get()) == path
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0


def test_two_who_make_it_at_once_keep_one(media):
    one = letter()
    earlier = Letter.objects.get()  # read before the other was done
    path = services.render(one)
    assert services.render(earlier) == path
    assert len(list(path.parent.iterdir())) == 1


def test_a_lost_file_is_made_again_the_same(caplog):
    one = letter()
    path = services.render(one)
    path.unlink()
    assert services.render(one) == path
    assert not caplog.records


def test_the_worker_makes_what_nobody_opened(monkeypatch):
    from yingzhou.kernel.notices.services import letters as service

    one, broken = letter("a"), letter("b")

    def made(letter: Letter) -> bytes:
        if letter.pk == broken.pk:
            raise pdf.NoFont("缺少字体")
        return b"%PDF-"

    monkeypatch.setattr(service, "made_pdf", made)
    assert services.render_waiting() == 1
    one.refresh_from_db()
    broken.refresh_from_db()
    assert one.file
    assert broken.file == ""


def test_a_missing_font_is_said_and_not_printed_as_boxes(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(pdf.NoFont, match="make setup"):
        services.render(letter())


@pytest.mark.parametrize(
    ("template", "content", "words"),
    [
        ("unknown", {}, "没有名为“unknown”的信函模板"),
        ("acceptance", {"missing": ["x"]}, "没有这些内容: missing"),
        ("correction", {"paragraphs": ["x"]}, "缺少内容: missing"),
        ("general", {"paragraphs": "一段话"}, "应为一个列表"),
        ("general", {}, "没有正文"),
    ],
)
def test_a_letter_that_could_not_be_printed_is_not_issued(template, content, words):
    with pytest.raises(ValueError, match=words):
        letter(template=template, content=content)
    assert not Letter.objects.exists()


def test_revoking_keeps_the_letter_and_says_why():
    one = letter()
    services.revoke_letter(letter=one, why="金额有误", actor=CLERK, at=NOON)
    services.revoke_letter(letter=one, why="再来一次", actor=CLERK, at=NOON + timedelta(days=1))
    assert (one.revoked_at, one.revoked_why) == (NOON, "金额有误")
    assert AuditEntry.objects.filter(action="notices.revoke").count() == 1
    assert audit.verify()[1] == []


def test_nothing_is_revoked_without_a_reason():
    one = letter()
    with pytest.raises(Refused, match="要写原因"):
        services.revoke_letter(letter=one, why=" ", actor=CLERK, at=NOON)
    assert one.revoked_at is None


def test_the_first_reading_and_the_first_delivery_count():
    one = letter()
    services.mark_delivered(letter=one, how="窗口领取", at=NOON)
    services.mark_read(letter=one, at=NOON + timedelta(hours=1))
    services.mark_read(letter=one, at=NOON + timedelta(hours=2))
    assert one.read_at == NOON + timedelta(hours=1)
    assert (one.delivered_at, one.delivered_how) == (NOON, "窗口领取")


def test_a_file_is_handed_out_to_no_cache():
    answer = letter_file(letter())
    assert answer.getvalue().startswith(b"%PDF-")
    answer.close()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_letters_of_a_person_and_of_a_matter(django_assert_num_queries):
    someone = factories.person()
    mine, other = letter("a", someone), letter("b", about="case:2")
    with django_assert_num_queries(2):
        assert letters_of(someone).rows == [mine]
        assert letters_about("case:2") == [other]
