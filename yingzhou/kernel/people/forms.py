"""What the pages about persons ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from yingzhou.core import clock
from yingzhou.core.redaction import holds_number
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Custody, DisabilityCertificate, Membership, Residence

OUT_OF_DISTRICT = "out"


class DayInput(forms.DateInput):
    """A date picker of the browser; ``max`` is today, set when the form is shown."""

    input_type = "date"

    def __init__(self, is_past: bool = True) -> None:
        super().__init__(format="%Y-%m-%d")
        self.is_past = is_past

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        latest = {"max": clock.today().isoformat()} if self.is_past else {}
        return super().build_attrs(base_attrs, extra_attrs) | latest


def day_field(label: str, help_text: str = "", required: bool = True) -> forms.DateField:
    """A day that was; one that need not be said may lie ahead."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=DayInput(is_past=required),
        error_messages={"required": f"{label}没有填写", "invalid": "日期请写成 2025-12-31 的样子"},
    )


def text_field(
    label: str, length: int, help_text: str = "", required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        help_text=help_text,
        required=required,
        validators=[_no_number],
        error_messages={"required": f"{label}没有填写", "max_length": f"{label}最多 {length} 个字"},
    )


def number_field(help_text: str) -> forms.CharField:
    """A full identity number."""
    return forms.CharField(
        label="身份证号",
        max_length=24,
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "身份证号没有填写"},
    )


def _no_number(text: str) -> None:
    if holds_number(text):
        raise forms.ValidationError("这里不要填写身份证号码, 请去掉后再提交")


class DeathForm(forms.Form):
    on = day_field("死亡日期")
    source = text_field("信息来源", 60, "例如: 居民死亡医学证明书、火化证明、公安注销户口")


class DeathReportForm(forms.Form):
    """Of somebody whose record one cannot open."""

    name = text_field("姓名", 40)
    number = number_field("姓名和号码要和登记的一致。")
    on = day_field("死亡日期")
    source = text_field("凭据", 60, "例如: 居民死亡医学证明书、火化证明、注销户口")


class SettleForm(forms.Form):
    is_true = forms.TypedChoiceField(
        label="核实的结果",
        coerce=lambda value: value == "1",
        choices=[("1", "这一条是对的"), ("0", "这一条不对")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核实的结果"},
    )
    reason = text_field("怎样核实的", 120, "例如: 看了死亡医学证明书原件, 和家属电话核对")

    def __init__(self, *args: Any, yes: str, no: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_true"].choices = [("1", yes), ("0", no)]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = text_field("撤回原因", 120, "例如: 同名同姓, 报错了人")


class CustodyForm(forms.Form):
    kind = forms.ChoiceField(label="哪一种", choices=Custody.Kind.choices)
    on = day_field("从哪天开始")
    source = text_field("信息来源", 60, "例如: 法院判决书、公安强制隔离戒毒决定书")


class ReleaseForm(forms.Form):
    on = day_field("哪天回来的")
    source = text_field("信息来源", 60, "例如: 释放证明书、解除强制隔离戒毒证明")


class DisabilityForm(forms.Form):
    category = forms.TypedChoiceField(
        label="类别", coerce=int, choices=DisabilityCertificate.Category.choices
    )
    grade = forms.TypedChoiceField(
        label="等级", coerce=int,
        choices=[(1, "一级"), (2, "二级"), (3, "三级"), (4, "四级"), (0, "注销, 不再有证")],
    )  # fmt: skip
    on = day_field("从哪天起")
    source = text_field("信息来源", 60, "例如: 残疾人证、区残联通知")


class ReverseForm(forms.Form):
    reason = text_field("撤回原因", 120, "例如: 同名同姓, 登记错人")


class MoveForm(forms.Form):
    kinds = forms.TypedMultipleChoiceField(
        label="迁移什么",
        coerce=int,
        choices=Residence.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一项"},
    )
    division = forms.ChoiceField(
        label="迁往", error_messages={"required": "请选择迁往的村居, 或选择迁出本区"}
    )
    address = text_field("新地址", 120, "路、弄、号、室", required=False)
    on = day_field("迁移日期")
    household_number = text_field("新户号", 12, "户籍在区内迁移时填写, 见户口簿", required=False)
    relation = forms.TypedChoiceField(
        label="与新户户主关系",
        coerce=int,
        choices=Membership.Relation.choices,
        initial=Membership.Relation.OTHER,
    )
    source = text_field("信息来源", 60, "例如: 公安迁移证明、居民申报、入户走访")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = destinations()  # type: ignore[attr-defined]

    def clean_division(self) -> Division | None:
        chosen = self.cleaned_data["division"]
        return None if chosen == OUT_OF_DISTRICT else Division.objects.get(pk=chosen)


class VisitorForm(forms.Form):
    """Somebody of another district, at a counter."""

    name = text_field("姓名", 40)
    number = number_field("照本人证件填写。")
    division = forms.ChoiceField(
        label="现在住在哪里", error_messages={"required": "请选择住在本区哪个村居, 或住在外区"}
    )
    address = text_field("地址", 120, "住在本区的填路、弄、号、室", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = destinations("住在外区")  # type: ignore[attr-defined]

    def clean_division(self) -> Division | None:
        chosen = self.cleaned_data["division"]
        return None if chosen == OUT_OF_DISTRICT else Division.objects.get(pk=chosen)


def destinations(away: str = "迁出本区") -> list:
    """Every village of today, under its town; and away."""
    tree = tree_on(clock.today())
    groups: list = [("", "请选择"), (OUT_OF_DISTRICT, away)]
    for town in sorted(tree.at_level(Division.Level.TOWN), key=lambda node: node.code):
        villages = sorted(tree.children.get(town.id, []), key=lambda node: node.code)
        groups.append((town.name, [(str(village.id), village.name) for village in villages]))
    return groups
