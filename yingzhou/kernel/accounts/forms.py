"""Forms of the account and audit pages."""

from __future__ import annotations

from typing import Any

from django import forms

from yingzhou.kernel.accounts import selectors
from yingzhou.kernel.accounts.audit_lines import code_of
from yingzhou.kernel.accounts.models import ApiClient, Assignment
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person


class NumberInput(forms.TextInput):
    """A box for an identity number: empty again after an error, kept by no browser."""

    def __init__(self) -> None:
        super().__init__({"autocomplete": "off", "autocapitalize": "characters"})

    def format_value(self, value: Any) -> None:  # noqa: ARG002 - Django's signature
        return None


def _day(label: str, *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class SearchForm(forms.Form):
    q = forms.CharField(label="登录名或姓名", required=False, max_length=60)


class AccountForm(forms.Form):
    username = forms.CharField(
        label="登录名",
        max_length=60,
        help_text="小写字母开头, 只含小写字母、数字和 . _ -。开户后不能更改, 不要用身份证号。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label="姓名", max_length=40)


class AssignForm(forms.Form):
    role = forms.ChoiceField(
        label="角色",
        choices=[
            ("", "请选择"),
            *((key, f"{role.name}({role.level})") for key, role in ROLES.items()),
        ],
    )
    division = forms.ModelChoiceField(
        label="管辖区划", queryset=Division.objects.all(), help_text="含其下的全部村居。"
    )
    unit = forms.CharField(
        label="部门",
        required=False,
        max_length=60,
        help_text="协办部门要填, 和事项里写的一样, 如“区教育局”; 他只看得到问这个部门的事。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_from = _day("起始日期", required=True)
    valid_to = _day("终止日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].widget.choices = [
            ("", "请选择"),
            *selectors.division_choices(),
        ]
        self.fields["valid_to"].help_text = "从这一天起不再有权; 不填则一直有效。"


class PersonForm(forms.Form):
    """By full number only: a name would pick the wrong namesake. It is never shown again."""

    number = forms.CharField(
        label="公民身份号码",
        max_length=24,
        help_text="照本人证件填写完整号码。用来让他避开自己和亲属的事(回避), 不作别用。",
        widget=NumberInput(),
        error_messages={"required": "请填写完整的公民身份号码"},
    )

    def clean_number(self) -> Person:
        try:
            person = selectors.person_of_number(self.cleaned_data["number"])
        except ValueError as error:
            raise forms.ValidationError(f"{error}。为保密, 号码没有保留。") from error
        if person is None:
            raise forms.ValidationError("登记册里没有这个号码的人, 请对照证件核对。没有改动。")
        return person


class EndForm(forms.Form):
    assignment = forms.ModelChoiceField(queryset=Assignment.objects.none())
    on = _day("终止日期", required=True)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignment"]
        field.queryset = user.assignments.all()  # type: ignore[attr-defined]


class ClientForm(forms.Form):
    """Another office's system."""

    name = forms.CharField(label="名称", max_length=40, help_text="系统叫什么, 例如: 随申办对接。")
    organisation = forms.CharField(label="单位", max_length=80, help_text="谁的系统, 出了事找谁。")
    scopes = forms.MultipleChoiceField(
        label="可以做什么",
        choices=list(ApiClient.SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="事项目录、公示和验证信函本来就公开, 不用选。",
        error_messages={"required": "请至少选一项"},
    )
    per_minute = forms.IntegerField(
        label="每分钟最多几次", min_value=1, max_value=6000, initial=120
    )
    valid_until = _day("有效至", required=True)


class AuditFilterForm(forms.Form):
    actor = forms.CharField(label="操作人(登录名)", required=False, max_length=150)
    action = forms.CharField(
        label="动作",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "audit-actions"}),
    )
    since = _day("从")
    until = _day("到")

    def wanted(self) -> selectors.AuditFilter:
        """What to look for; a field that cannot be read does not narrow (the page says so)."""
        self.is_valid()
        read = self.cleaned_data
        return selectors.AuditFilter(
            actor=read.get("actor") or "",
            action=code_of(read.get("action") or ""),
            since=read.get("since"),
            until=read.get("until"),
        )
