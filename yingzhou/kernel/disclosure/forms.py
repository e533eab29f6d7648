"""The form on a notice: only the objection itself is required."""

from __future__ import annotations

from django import forms

from yingzhou.core.redaction import holds_number

NO_NUMBERS = "请不要写身份证号之类很长的号码, 核实不需要它。您写的都还在, 删去号码就行。"


class ObjectionForm(forms.Form):
    words = forms.CharField(
        label="哪里不符合实际?",
        min_length=5,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写清楚您知道的情况就行, 5 到 1000 个字。",
        error_messages={"required": "请写下哪里不符合实际。", "min_length": "请写得具体一点。"},
    )
    name = forms.CharField(
        label="您的姓名", max_length=40, required=False, help_text="只有工作人员看得到。"
    )
    contact = forms.CharField(
        label="怎样联系您",
        max_length=80,
        required=False,
        help_text="电话或地址, 加密保存。留了才能告诉您核实的结果。",
    )

    def _without_numbers(self, name: str) -> str:
        typed = str(self.cleaned_data[name])
        if holds_number(typed):
            raise forms.ValidationError(NO_NUMBERS)
        return typed

    def clean_words(self) -> str:
        return self._without_numbers("words")

    def clean_name(self) -> str:
        return self._without_numbers("name")

    def clean_contact(self) -> str:
        return self._without_numbers("contact")
