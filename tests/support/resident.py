"""A resident who answers the questions of “我家能享受什么”: in the test client or in a browser.

``answers`` are by key (``p1.月养老金``), or by ``*.月养老金`` for everybody; what is in neither is
skipped.
"""

from __future__ import annotations

from typing import Any

ADDRESS = "/services/what-can-i-get/"

ALONE_82 = {
    "n": "1", "p1.出生日期": "1943-05-01", "p1.本市户籍": "是", "p1.残疾类别": "无",
    "p1.月劳动收入": "0", "p1.月养老金": "1420", "p1.月其他收入": "0", "p1.月基础养老金": "0",
    "h.货币财产": "2万", "h.生活用机动车": "否", "h.住房套数": "0", "h.非居住房屋": "否",
    "h.农村家庭": "是", "p1.大重病": "否", "p1.无法定义务人": "否", "h.临时救助情形": "无",
    "p1.失能等级": "能力完好", "p1.照护等级": "0", "p1.医保": "居保",
    "p1.本次住院自负": "0", "p1.本次门急诊自负": "0",
}  # fmt: skip

FAMILY = {
    "n": "3", "p1.称呼": "本人", "p2.称呼": "妻子", "p3.称呼": "儿子",
    "p1.出生日期": "1984-05-01", "p2.出生日期": "1986-02-10", "p3.出生日期": "2016-09-01",
    "*.本市户籍": "是", "*.残疾类别": "无", "p1.月劳动收入": "2000", "p2.月劳动收入": "0",
    "*.月养老金": "0", "*.月其他收入": "0", "h.货币财产": "30000", "h.生活用机动车": "否",
    "h.住房套数": "1", "h.非居住房屋": "否", "h.农村家庭": "否", "*.大重病": "否",
    "p1.就业": "是", "p2.就业": "否", "*.父亲情形": "正常", "*.母亲情形": "正常",
    "h.临时救助情形": "无", "*.本次住院自负": "0", "*.本次门急诊自负": "0",
}  # fmt: skip

WITH_DISABLED_CHILD = FAMILY | {
    "p1.月劳动收入": "20000", "p3.残疾类别": "智力", "p3.残疾等级": "2",
}  # fmt: skip


def answer_of(key: str, answers: dict[str, str]) -> str:
    return answers.get(key, answers.get(f"*.{key.partition('.')[2]}", ""))


def typed(question: Any, written: str) -> dict[str, str]:
    """What a browser would send for one question."""
    key = question.key
    if question.control == "date" and written != "?":
        return dict(zip((f"{key}.y", f"{key}.m", f"{key}.d"), written.split("-"), strict=True))
    if question.control == "date":
        return {f"{key}.k": "?"}
    if question.control == "amount":
        return {f"{key}.k": written} if written in ("0", "?") else {f"{key}.v": written}
    return {key: "" if written == "?" and question.control == "list" else written}


def hidden(page: Any) -> dict[str, list[str]]:
    """The hidden fields of a page of questions."""
    made: dict[str, list[str]] = {"now": [" ".join(asked(page))]}
    for name, value in page.context["answers"].fields():
        made.setdefault(name, []).append(value)
    return made


def asked(page: Any) -> list[str]:
    """Keys of the questions on a page; none on the results."""
    if "fields" not in page.context:
        return []
    return [field.question.key for field in page.context["fields"]]


def submit(client: Any, page: Any, answers: dict[str, str], do: str = "next") -> Any:
    """Answers one page and gets the next."""
    fields: dict[str, Any] = hidden(page)
    for field in page.context["fields"]:
        written = answer_of(field.question.key, answers)
        if written:
            fields |= typed(field.question, written)
    return client.post(ADDRESS, fields | {"do": do})


def walk(client: Any, answers: dict[str, str]) -> tuple[Any, list[list[str]]]:
    """All pages to the results; and which questions each page asked."""
    page, seen = client.get(ADDRESS), []
    while asked(page):
        seen.append(asked(page))
        assert len(seen) < 80, "the questions never end"
        full = all(answer_of(key, answers) for key in asked(page))
        page = submit(client, page, answers, "next" if full else "skip")
    return page, seen


def fill(page: Any, answers: dict[str, str]) -> list[str]:
    """Answers the page a browser shows (nothing is sent yet); returns its keys."""
    keys = page.locator("input[name=now]").get_attribute("value").split()
    for key in keys:
        written = answer_of(key, answers) or "?"
        if page.locator(f'select[name="{key}"]').count():
            page.select_option(f'select[name="{key}"]', "" if written == "?" else written)
        elif page.locator(f'[name="{key}.y"]').count() and written != "?":
            for part, value in zip("ymd", written.split("-"), strict=True):
                page.fill(f'[name="{key}.{part}"]', value)
        elif page.locator(f'[name="{key}.v"]').count() and written not in ("0", "?"):
            page.fill(f'[name="{key}.v"]', written)
        elif page.locator(f'[name="{key}.k"]').count():
            page.check(f'[name="{key}.k"][value="{written}"]')
        else:
            page.check(f'[name="{key}"][value="{written}"]')
    return keys
