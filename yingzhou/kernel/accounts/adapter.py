"""How allauth behaves here: no sign-up, messages in plain Chinese, secrets sealed."""

from __future__ import annotations

import base64
from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

from yingzhou.core import audit, clock, crypto
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "登录名或密码不对。请检查大小写后再试；"
        "连续输错 5 次会锁定 20 分钟。账号停用或忘记密码, 请联系本单位的系统管理员。",
        "enter_current_password": "当前密码不对, 密码没有更改。请重新输入。",
        "incorrect_password": "密码不对, 请重新输入。",
        "incorrect_code": "验证码不对或已用过。请等手机上换出新的 6 位数字再输入。",
        "rate_limited": "操作太频繁, 请过几分钟再试。",
        "too_many_login_attempts": "尝试次数太多, 请过几分钟再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are opened by an administrator only."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """On to work: an empty form again would look as if nothing had happened."""
        return str(settings.LOGIN_REDIRECT_URL)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Failures are counted by axes alone: two counters would promise two different times."""

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The holder chooses a new password; an audited act."""
        assert isinstance(user, User)  # noqa: S101 - there is one user model
        services.change_own_password(
            user=user, password=password, actor=audit.Actor.of(user), at=clock.now()
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": "您的角色必须使用两步验证, 不能关闭。"
        "换手机请联系系统管理员重置。",
        "cannot_generate_recovery_codes": "请先开启两步验证, 再生成备用码。",
    }

    def encrypt(self, text: str) -> str:
        """Secrets are sealed with SM4 before they reach the database."""
        return base64.b64encode(crypto.seal(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(base64.b64decode(encrypted_text)).decode()

    def build_totp_svg(self, url: str) -> str:
        """An ``<svg>`` element to stand in the page itself: no image request, no third party."""
        image = qrcode.make(url, image_factory=SvgPathImage, box_size=14)
        return image.to_string(encoding="unicode")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.needs_second_factor()
