"""The login forms: allauth's, with our words, and with the second step counted by the same lock."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as BaseChangePasswordForm
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.forms import Field

from yingzhou.core.redaction import holds_number


def _dress(fields: dict[str, Field], labels: dict[str, str]) -> None:
    for name, field in fields.items():
        field.label = labels.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "form-control-lg"


class LoginForm(BaseLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields, {"login": "登录名", "password": "密码"})
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "autofocus": True}

    def clean_login(self) -> str:
        login = super().clean_login().lower()
        if holds_number(login):  # it would end up in the table of failures
            raise ValidationError("请填写登录名, 不要填身份证号。登录名由系统管理员告诉您。")
        return login


class ChangePasswordForm(BaseChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self.fields,
            {"oldpassword": "当前密码", "password1": "新密码", "password2": "再输一遍新密码"},
        )


class ReauthenticateForm(BaseReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields, {"password": "密码"})


class _CodeField:
    """The field for a code: digits on a phone's keyboard, filled in by the phone where it can."""

    fields: dict[str, Field]

    def dress_code(self) -> None:
        _dress(self.fields, {"code": "验证码"})
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class SecondStepForm(AuthenticateForm, _CodeField):
    """Wrong codes count with wrong passwords: one lock for the whole login."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress_code()

    def clean_code(self) -> str:
        credentials = {"username": self.user.username}
        if not AxesProxyHandler.is_allowed(context.request, credentials):
            context.request.axes_locked_out = True
            context.request.axes_credentials = credentials
            raise ValidationError("登录已锁定。")
        try:
            return super().clean_code()
        except ValidationError:
            user_login_failed.send(__name__, credentials=credentials, request=context.request)
            raise


class SecondStepAgainForm(CodeAgainForm, _CodeField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress_code()


class ActivateForm(ActivateTOTPForm, _CodeField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress_code()
