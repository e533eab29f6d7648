"""What the pages ask for that enter income, property, illness, schooling and level of care."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from yingzhou.core import clock
from yingzhou.core.money import format_fen, parse_yuan
from yingzhou.core.spells import Spell
from yingzhou.kernel.people.forms import day_field, text_field
from yingzhou.kernel.people.models import Assets, CareLevel, Illness, Income, Schooling

MOST = 99_999_999_99
"""Fen: more is a slip of the finger."""
MOST_A_MONTH = 9_999_999_99
LEVELS = "一二三四五六"


class MonthInput(forms.DateInput):
    """A month picker where the browser has one; else ``2026-03`` is typed."""

    input_type = "month"

    def __init__(self, is_past: bool) -> None:
        super().__init__({"placeholder": "2026-03"}, format="%Y-%m")
        self.is_past = is_past

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        latest = {"max": f"{clock.today():%Y-%m}"} if self.is_past else {}
        return super().build_attrs(base_attrs, extra_attrs) | latest


def _month(label: str, help_text: str = "", required: bool = True) -> forms.DateField:
    """The first day of a month."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%Y-%m", "%Y年%m月", "%Y.%m", "%Y/%m", "%Y-%m-%d"],
        widget=MonthInput(is_past=required),
        error_messages={"required": f"{label}没有填写", "invalid": "月份请写成 2026-03 的样子"},
    )


class YuanField(forms.CharField):
    """Fen; typed and shown in yuan."""

    def __init__(self, label: str, most: int, help_text: str = "") -> None:
        self.most = most
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={"required": f"{label}没有填写, 没有就填 0"},
        )

    def prepare_value(self, value: Any) -> Any:
        return format_fen(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        try:
            fen = parse_yuan(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if fen < 0:
            raise forms.ValidationError("金额不能是负数; 没有就填 0")
        if fen > self.most:
            raise forms.ValidationError("金额太大了, 请核对是不是多写了几位(单位是元)")
        return fen


def _count(label: str, most: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        help_text=help_text,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": f"{label}没有填写, 没有就填 0",
            "invalid": "请填整数",
            "min_value": "不能是负数; 没有就填 0",
            "max_value": f"最多填 {most}, 请核对",
        },
    )


class FactForm(forms.Form):
    """``row()``: what was entered, not stored (None: nothing of the kind); ``given()``: the same as
    the service takes it."""

    field_order: list[str] | None = None
    PAPERS = ""
    WRONG = ""
    source = text_field("依据", 60)
    reason = text_field("为什么改", 120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = f"凭什么核的, 例如: {self.PAPERS}"
        self.fields["reason"].help_text = f"例如: {self.WRONG}"

    def until(self) -> date | None:
        """The first day on which it no longer holds, where that was said."""
        last: date | None = self.cleaned_data.get("last")
        return last + timedelta(days=1) if last else None

    def row(self) -> Spell | None:
        raise NotImplementedError

    def given(self) -> dict[str, Any]:
        raise NotImplementedError

    @classmethod
    def shown(cls, row: Spell | None) -> dict[str, Any]:
        """What stands in the fields before anything was typed."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)} | {
            "source": ""
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, last = data.get("since"), data.get("last")
        if since and last and last < since:
            self.add_error("last", "早于起始, 请核对")
        return data


class _Monthly(FactForm):
    since = _month("从哪个月起", "可以是以前的月份")
    last = _month("到哪个月为止", "含这个月。不填的, 一直算到下一次登记", required=False)

    def until(self) -> date | None:
        last: date | None = self.cleaned_data.get("last")
        return (last + timedelta(days=31)).replace(day=1) if last else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("since", "last"):
            if data.get(name):
                data[name] = data[name].replace(day=1)
        return data


class IncomeForm(_Monthly):
    PAPERS, WRONG = "税务核对、工资单、单位证明", "漏算了 3 月起的退休金"
    field_order = ["wage", "pension", "other", "medical", "education", "since", "last"]
    wage = YuanField("每月工资、做生意的收入", MOST_A_MONTH, "元, 扣掉五险一金以后; 没有就填 0")
    pension = YuanField("每月养老金", MOST_A_MONTH, "元")
    other = YuanField("每月其他收入", MOST_A_MONTH, "元; 租金、利息、赡养费等")
    medical = YuanField("每月自负医疗支出", MOST_A_MONTH, "元; 报销以后自己付的")
    education = YuanField("每月教育支出", MOST_A_MONTH, "元")
    NAMES = ("wage", "pension", "other", "medical", "education")

    def given(self) -> dict[str, Any]:
        return {"figures": {name: self.cleaned_data[name] for name in self.NAMES}}

    def row(self) -> Spell:
        return Income(**self.given()["figures"])


class AssetsForm(_Monthly):
    PAPERS, WRONG = "银行流水、不动产登记、车辆登记", "房子去年已经卖掉"
    field_order = ["money", "vehicle", "premises", "homes", "floor_area", "since", "last"]
    money = YuanField("全家存款、股票等", MOST, "元, 全家人的加在一起; 没有就填 0")
    vehicle = forms.BooleanField(label="有生活用的机动车(残疾人代步车不算)", required=False)
    premises = forms.BooleanField(label="有商铺、办公楼等不住人的房屋", required=False)
    homes = _count("住房套数", 99, "宅基地房和农民新村的房子不算")
    floor_area = _count("住房建筑面积(平方米)", 99_999)
    NAMES = ("money", "vehicle", "premises", "homes", "floor_area")

    def given(self) -> dict[str, Any]:
        return {"figures": {name: self.cleaned_data[name] for name in self.NAMES}}

    def row(self) -> Spell:
        return Assets(**self.given()["figures"])


class IllnessForm(FactForm):
    PAPERS, WRONG = "诊断证明、区医保局核对", "3 月确诊, 当时没有登记"
    field_order = ["is_ill", "since", "last"]
    is_ill = forms.TypedChoiceField(
        label="大重病", coerce=lambda text: text == "1",
        choices=[("1", "有大重病"), ("0", "没有大重病")],
    )  # fmt: skip
    since = day_field("从哪天起", "确诊那天; 改为没有的, 从哪天起没有")
    last = day_field("到哪天为止", "含这一天。不填的, 一直算到下一次登记", required=False)

    def given(self) -> dict[str, Any]:
        return {"is_ill": self.cleaned_data["is_ill"]}

    def row(self) -> Spell | None:
        return Illness() if self.cleaned_data["is_ill"] else None

    @classmethod
    def shown(cls, row: Spell | None) -> dict[str, Any]:
        return {"is_ill": "0" if row is not None else "1"}


class SchoolingForm(FactForm):
    PAPERS, WRONG = "录取通知书、学籍证明", "去年 9 月已经退学"
    field_order = ["stage", "since", "last"]
    stage = forms.TypedChoiceField(
        label="在读什么", coerce=int, choices=[(0, "不在读"), *Schooling.Stage.choices]
    )
    since = day_field("从哪天起", "入学、毕业或退学那天")
    last = day_field("到哪天为止", "含这一天。不填的, 一直算到下一次登记", required=False)

    def given(self) -> dict[str, Any]:
        return {"stage": self.cleaned_data["stage"]}

    def row(self) -> Spell | None:
        stage = self.cleaned_data["stage"]
        return Schooling(stage=stage) if stage else None


class CareForm(FactForm):
    PAPERS, WRONG = "评估结果告知书", "复评后等级有变"
    field_order = ["level", "since"]
    level = forms.TypedChoiceField(
        label="评为几级", coerce=int,
        choices=[(0, "没有等级"), *((n, f"{word}级") for n, word in enumerate(LEVELS, 1))],
    )  # fmt: skip
    since = day_field("评估日期", "从这一天起算, 两年有效; 改为没有等级的, 从哪天起没有")

    def given(self) -> dict[str, Any]:
        return {"level": self.cleaned_data["level"]}

    def row(self) -> Spell | None:
        level = self.cleaned_data["level"]
        return CareLevel(level=level) if level else None


FORMS: dict[str, type[FactForm]] = {
    "income": IncomeForm,
    "assets": AssetsForm,
    "illness": IllnessForm,
    "schooling": SchoolingForm,
    "care": CareForm,
}
