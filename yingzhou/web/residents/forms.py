"""What residents and clerks fill in. A typed identity number is never shown again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from yingzhou.core.redaction import holds_number
from yingzhou.core.workdays import add_months
from yingzhou.kernel.accounts import selectors
from yingzhou.kernel.accounts.forms import NumberInput
from yingzhou.kernel.people.models import Person
from yingzhou.web.residents import covered

YEAR = 12
"""Months of a mandate whose paper names no last day: a rule of the house, not of the law."""


class CodeForm(forms.Form):
    name = forms.CharField(
        label="姓名",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "name", "class": "form-control-lg"}),
        error_messages={"required": "请填写姓名"},
    )
    code = forms.CharField(
        label="登录码",
        max_length=20,
        help_text="窗口给的纸条上的 10 位字母和数字, 大小写都可以",
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "form-control-lg",
            }
        ),
        error_messages={"required": "请填写登录码", "max_length": "登录码是 10 位, 您填得太长了"},
    )


def _day(label: str, help_text: str = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}", "invalid": "日期请写成 2026-12-31 的样子"},
    )


class MandateForm(forms.Form):
    number = forms.CharField(
        label="代办人的公民身份号码",
        max_length=24,
        help_text="照代办人的证件填写完整号码",
        widget=NumberInput(),
        error_messages={"required": "请填写代办人的公民身份号码"},
    )
    evidence = forms.CharField(
        label="凭据",
        max_length=200,
        help_text="例如: 委托书原件和双方身份证已核对, 复印件存窗口",
        error_messages={"required": "请写明看了什么凭据"},
    )
    valid_from = _day("从哪天起")
    valid_to = _day(
        "到哪天为止", "照委托书写的, 这一天还有效; 本人可随时撤销。没有写的, 登记一年", False
    )
    items = forms.CharField(
        label="限哪些事项",
        required=False,
        max_length=400,
        help_text="写事项的名称, 用逗号隔开, 如: 最低生活保障, 医疗救助; 不填则所有事项都可以代办",
    )

    def clean_number(self) -> Person:
        """The agent in the register."""
        try:
            person = selectors.person_of_number(self.cleaned_data["number"])
        except ValueError as error:
            raise forms.ValidationError(f"{error}。为保密, 号码没有保留, 请重新填写。") from error
        if person is None:
            raise forms.ValidationError(
                "登记册里没有这个号码的人: 请核对证件; 代办人不在本区登记的, 请先登记其信息。"
            )
        return person

    def clean_evidence(self) -> str:
        text = self.cleaned_data["evidence"]
        if holds_number(text):
            raise forms.ValidationError("这里不要填写身份证号码, 请去掉后再提交。")
        return text

    def clean_items(self) -> list[str]:
        """Codes of the catalogue."""
        try:
            return covered.codes(self.cleaned_data["items"])
        except ValueError as error:
            raise forms.ValidationError(f"{error}。没有登记。") from error

    def wanted(self) -> dict[str, Any]:
        """What the service takes."""
        read = self.cleaned_data
        last = read["valid_to"]
        until = last + timedelta(days=1) if last else add_months(read["valid_from"], YEAR)
        return {
            "agent": read["number"],
            "evidence": read["evidence"],
            "valid_from": read["valid_from"],
            "valid_to": until,
            "items": read["items"],
        }
