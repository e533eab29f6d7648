"""The answers of a form: read from what was typed, checked, shown, and turned into policy facts.

Kept as ``{"values": {key: value}, "members": [{"person", "name", "relation", "values"}],
"known": {key: source}, "papers": [material, …]}``. Money is whole fen, days are ISO text, yes and
no are booleans. ``papers``: originals that a clerk has seen at the counter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from yingzhou.core import clock
from yingzhou.core.money import format_fen, parse_yuan
from yingzhou.kernel.cases import persons
from yingzhou.kernel.cases.places import full_name, named
from yingzhou.kernel.cases.whom import Whose, is_of, whose
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.items import Apply, Field
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.organisations import uscc
from yingzhou.kernel.organisations.models import Facility
from yingzhou.kernel.people.identity import validate

YES, NO = ("1", "是", "true", "True", "yes"), ("0", "否", "false", "False", "no")
UNDECIDED = "不知道哪家近, 请村居帮我选"
SHORTEST = 3
"""Of a name that is written out; the options of a text are suggestions."""
MOST = 100_000_000_000_00
"""Fen that no answer reaches (a hundred billion yuan): a slip of the hand."""
LONGEST = {"text": 120, "long": 2000, "address": 120, "phone": 20, "account": 30, "bank": 40}
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}")
_BANK = re.compile(
    r"[\u4e00-\u9fff]{2,}(银行|信用社|信用联社|合作社|邮政储蓄)[\u4e00-\u9fff()()]*|[\u4e00-\u9fff]{2,}农商行"
)
_NO_BANK = re.compile(r"(别的|其他|其它|另外|任何|某个|哪个|哪家|这家|那家|一家|不知道|没有|什么)")
_EMAIL = re.compile(r"[^@\s,;，；]+@[^@\s.,;，；]+(\.[^@\s.,;，；]+)+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""What nobody types: a letter, a database or a reader may stumble over it or read it backwards."""
_ACCOUNT = re.compile(r"[0-9]{8,30}")


def empty() -> dict[str, Any]:
    return {"values": {}, "members": [], "known": {}, "papers": []}


def asked(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    each: bool = False,
    who: Whose | None = None,
) -> list[Field]:
    """The questions that these answers lead to, in order, as far as they make sense of ``who``."""
    return [
        field for field in fields
        if field.each == each
        and applies(field.when, values)
        and (who is None or is_of(field, who))
    ]  # fmt: skip


def applies(when: Mapping[str, tuple[Any, ...]], values: Mapping[str, Any]) -> bool:
    """Whether these answers call for a question or a paper."""
    return all(_holds(values.get(name), wanted) for name, wanted in when.items())


def is_urgent(apply: Apply, answers: Mapping[str, Any]) -> bool:
    """Whether what was answered lets nothing wait."""
    when: Mapping[str, tuple[Any, ...]] = apply.urgent.get("when", {})
    return bool(when) and applies(when, answers.get("values", {}))


def _holds(value: Any, wanted: tuple[Any, ...]) -> bool:
    found = value if isinstance(value, list) else [value]
    return any(one in wanted for one in found)


def read(field: Field, raw: Any) -> Any:
    """The value that somebody typed; None for nothing. Raises ValueError in words."""
    if field.kind == "choices":
        found = [one for one in (raw if isinstance(raw, list) else [raw]) if one]
        if unknown := [one for one in found if one not in field.options]:
            raise ValueError(f"没有“{unknown[0]}”这个选项")
        return found or None
    if isinstance(raw, list):
        raw = raw[0] if raw else ""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        return raw
    return _READ.get(field.kind, _text)(field, _UNSEEN.sub("", str(raw)).strip())


def is_answer(field: Field, value: Any) -> bool:
    """Whether a value that was kept answers the question as it is put now: the wording of an item
    may have changed since. Nothing is an answer where nothing has to be said."""
    if value is None:
        return not field.required
    if field.kind in ("money", "number"):
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return is_whole and _is_between(field, value, 100 if field.kind == "money" else 1)
    if field.kind == "yesno":
        return isinstance(value, bool)
    if field.kind == "choices":
        return isinstance(value, list) and set(value) <= set(field.options)
    return isinstance(value, str) and (field.kind != "choice" or value in field.options)


def _is_between(field: Field, value: int, per: int) -> bool:
    try:
        _between(field, value, per, "")
    except ValueError:
        return False
    return True


def _text(field: Field, raw: str) -> str | None:
    most = LONGEST.get(field.kind, 120)
    if len(raw) > most:
        raise ValueError(f"最多 {most} 个字, 现在有 {len(raw)} 个")
    if field.options and raw and len(raw) < SHORTEST:  # of a text: what people usually write
        raise ValueError(f"请写全名, 如“{field.options[0]}”")
    return raw or None


def _choice(field: Field, raw: str) -> str:
    if raw not in field.options:
        raise ValueError(f"没有“{raw[:20]}”这个选项")
    return raw


def _yesno(_: Field, raw: str) -> bool:
    if raw in YES:
        return True
    if raw in NO:
        return False
    raise ValueError("请选是或否")


def _date(field: Field, raw: str) -> str:
    try:
        found = date.fromisoformat(_dashed(raw))
    except ValueError:
        raise ValueError("请写明年、月、日, 例如 2026年3月1日") from None
    if found.year < 1900 or found > date(clock.today().year + 5, 12, 31):
        raise ValueError("这个日期不对, 请核对年份")
    return _come(field, found.isoformat())


def _month(field: Field, raw: str) -> str:
    found = _dashed(raw)
    if not re.fullmatch(r"(19|20)\d{2}-(0[1-9]|1[0-2])", found):
        raise ValueError("请写明年和月, 例如 2026年3月")
    return _come(field, found)


def _come(field: Field, found: str) -> str:
    """``past``: neither a day nor a month that is still to come."""
    if field.past and found > clock.today().isoformat()[: len(found)]:
        what = "这一天" if field.kind == "date" else "这个月"
        raise ValueError(f"还没有到{what}, 请填已经过去的日子")
    return found


def before_birth(field: Field, value: Any, birth: date | None) -> str:
    """What somebody tells of their own past cannot be older than they; a fact of the rules may be
    about others (a father who left), and a birthday is looked at by itself."""
    is_own = field.past and not (field.each or field.fact or field.known)
    if birth is None or not is_own or not isinstance(value, str):
        return ""
    if value >= birth.isoformat()[: len(value)]:
        return ""
    return f"比出生日期({written(birth.isoformat())})还早, 请核对"


def _dashed(raw: str) -> str:
    """2026年3月, 2026.3 and 2026/3/1 are what people write; so are 年 and 月 in the boxes
    themselves, and wide digits."""
    parts = re.findall(r"[0-9]+", unicodedata.normalize("NFKC", raw))
    rest = re.sub(r"[0-9\s年月日号./-]", "", unicodedata.normalize("NFKC", raw))
    return raw if rest or len(parts) < 2 else "-".join(one.zfill(2) for one in parts)


def _money(field: Field, raw: str) -> int:
    """Nobody earns or owns less than nothing: it would lower what a household has by arithmetic."""
    found = parse_yuan(raw)
    if found < 0:
        raise ValueError("金额不能是负数; 没有就填 0")
    if found >= MOST:
        raise ValueError("这个金额太大了, 请核对小数点; 按元填, 不是按分")
    return _between(field, found, 100, " 元")


def _number(field: Field, raw: str) -> int:
    if not re.fullmatch(r"\d{1,9}", raw):
        raise ValueError("请填整数")
    if field.past and int(raw) >= clock.today().year:
        raise ValueError("这一年还没有过完, 请填已经过完的年份")
    return _between(field, int(raw), 1, "")


def _between(field: Field, value: int, per: int, unit: str) -> int:
    if field.low is not None and value < field.low * per:
        raise ValueError(f"不能小于 {field.low}{unit}")
    if field.high is not None and value > field.high * per:
        raise ValueError(f"不能大于 {field.high}{unit}")
    return value


def _phone(_: Field, raw: str) -> str:
    if not _PHONE.fullmatch(raw):
        raise ValueError("电话号码只写数字, 固定电话带区号")
    return raw


def _email(field: Field, raw: str) -> str | None:
    """Where an answer is sent to: one address, as far as can be seen without sending."""
    if not _EMAIL.fullmatch(raw):
        raise ValueError("电子邮箱写成这样: zhangsan@163.com, 只写一个")
    return _text(field, raw)


def _identity(_: Field, raw: str) -> str:
    return validate(raw)


def _account(_: Field, raw: str) -> str:
    found = raw.replace(" ", "")
    if not re.fullmatch(r"[0-9]+", found):
        raise ValueError("银行账号只写数字")
    if not _ACCOUNT.fullmatch(found):
        raise ValueError(f"银行账号要有 8 到 30 位, 这里是 {len(found)} 位, 请照银行卡核对")
    return found


def _bank(_: Field, raw: str) -> str:
    """The name of one, in full: money is not sent to “another bank”."""
    found = "".join(raw.split())
    if _NO_BANK.match(found) or not _BANK.fullmatch(found):
        raise ValueError("请写银行的全名, 如“招商银行”, 照银行卡上印的写")
    return found


def _division(_: Field, raw: str) -> str:
    """With its town, so that it is one place only."""
    day = clock.today()
    found = named(raw, day)
    if not found:
        raise ValueError("没有找到这个村居, 请写全名, 如“庙镇启瀛村”")
    if len(found) > 1:
        raise ValueError("有几个同名的村居, 请在前面写上乡镇")
    return full_name(tree_on(day), found[0])


def _facility(field: Field, raw: str) -> str:
    """One of the register's, or that somebody else chooses it; anything where it knows none."""
    there = offered(field)
    found = [one for one in there if one == raw] or [one for one in there if raw in one]
    if len(found) == 1 or len(there) == 1:
        return found[0] if found else raw
    if found:
        raise ValueError(f"有 {len(found)} 个名称里有“{raw}”, 请选一个, 如“{found[0]}”")
    raise ValueError(f"登记里没有“{raw[:20]}”, 请从列出的里面选, 或选“{UNDECIDED}”")


def offered(field: Field) -> tuple[str, ...]:
    """What is put forward for a line of text: usual answers, or the register's facilities."""
    if field.kind != "facility":
        return field.options
    rows = Facility.objects.on(clock.today()).filter(kind__in=field.options).order_by("name")
    return (UNDECIDED, *rows.values_list("name", flat=True))


_READ: dict[str, Any] = {
    "choice": _choice,
    "yesno": _yesno,
    "date": _date,
    "month": _month,
    "money": _money,
    "number": _number,
    "phone": _phone,
    "email": _email,
    "uscc": lambda _, raw: uscc.validate(raw),
    "identity": _identity,
    "account": _account,
    "bank": _bank,
    "division": _division,
    "facility": _facility,
    "person": lambda _, raw: persons.read(raw),
}


def shown(field: Field, value: Any) -> str:
    """As people read it; numbers of persons and accounts only in part."""
    if value is None or value == "":
        return "没有填"
    told = _SHOWN.get(field.kind)
    return told(field, value) if told is not None else str(value)


def _unit(field: Field) -> str:
    """Of the fact that it answers."""
    of, _, name = field.fact.partition(".")
    spec = book().inputs.get((of, name))
    return str(spec.kind.unit) if spec is not None else ""


def _counted(value: Any, unit: str) -> str:
    """139 平方米, 一级, 3 个月."""
    if unit == "级" and isinstance(value, int):
        return f"{'一二三四五六七八九'[value - 1]}级" if 0 < value < 10 else "没有"
    return f"{value} {'个月' if unit == '月' else unit}".rstrip()


def _partly(_: Field, value: Any) -> str:
    return f"{str(value)[:3]}…{str(value)[-4:]}"


def written(day: str) -> str:
    """2026-03 and 2026-03-01 as a letter writes them."""
    parts = zip(day.split("-"), "年月日", strict=False)
    return "".join(f"{part.lstrip('0')}{word}" for part, word in parts)


def exceeding(fields: Sequence[Field], answers: Mapping[str, Any]) -> list[str]:
    """Amounts that are a part of another and greater than it, in words."""
    values, labels = answers.get("values", {}), {one.key: one.label for one in fields}
    return [
        f"{one.label}不能多于{labels[one.within]}"
        for one in fields
        if one.within
        and values.get(one.key) is not None
        and values.get(one.within) is not None
        and values[one.key] > values[one.within]
    ]


_SHOWN: dict[str, Any] = {
    "money": lambda _, value: f"{format_fen(value)} 元",
    "yesno": lambda _, value: "是" if value else "否",
    "choices": lambda _, value: "、".join(value),
    "number": lambda field, value: _counted(value, _unit(field)),
    "identity": _partly,
    "account": _partly,
    "person": lambda _, value: persons.shown(value),
    "month": lambda _, value: written(str(value)),
    "date": lambda _, value: written(str(value)),
}


def lacking(
    fields: Sequence[Field], answers: Mapping[str, Any]
) -> Iterator[tuple[int | None, Field]]:
    """What a complete application still lacks: of which member (None: of all), and the question.
    What a register knows and the applicant does not is not lacking."""
    values, held = answers.get("values", {}), answers.get("withheld", {})
    for field in asked(fields, values, who=whose(answers)):
        if field.kind == "members":
            if not answers.get("members"):
                yield None, field
        elif field.required and values.get(field.key) is None and field.key not in held:
            yield None, field
    for number, member in enumerate(answers.get("members", ())):
        own = {**values, **member.get("values", {})}
        for field in asked(fields, own, each=True, who=whose(answers, number)):
            is_held = f"m{number}-{field.key}" in held
            if field.required and own.get(field.key) is None and not is_held:
                yield number, field


def missing(fields: Sequence[Field], answers: Mapping[str, Any]) -> Iterator[str]:
    """The same as “谁: 什么”."""
    for number, field in lacking(fields, answers):
        who = f"{answers['members'][number]['name']}: " if number is not None else ""
        yield f"{who}{field.label}"


def telephone(form: Sequence[Field], answers: Mapping[str, Any]) -> str:
    """The first telephone number of the applicant's own answers that is not the register's."""
    known_by = answers.get("known", {})
    asked = [one.key for one in form if one.kind == "phone" and not one.each]
    said = [answers["values"].get(key) for key in asked if key not in known_by]
    return next((str(one) for one in said if one), "")
