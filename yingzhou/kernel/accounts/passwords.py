"""Rules for passwords beyond Django's (GB/T 22239-2019 8.1.4.1 a), with reasons in Chinese."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError

from yingzhou.kernel.accounts.models import User

_LOWER = "abcdefghjkmnpqrstuvwxyz"
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


def _kinds(password: str) -> int:
    """How many of the four kinds of characters occur: lower, upper, digit, anything else."""
    tests = (
        str.islower,
        str.isupper,
        str.isdigit,
        lambda character: not character.isalnum() or not character.isascii(),
    )
    return sum(any(test(character) for character in password) for test in tests)


class MixedCharactersValidator:
    """At least three of: lower case, upper case, digits, other characters."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002
        if _kinds(password) < 3:
            raise ValidationError(
                "密码太简单: 大写字母、小写字母、数字、符号四类中至少要有三类。",
                code="password_not_mixed",
            )

    def get_help_text(self) -> str:
        return "大写字母、小写字母、数字、符号四类中至少有三类。"


class DifferentPasswordValidator:
    """A changed password is another one, or the periodic change would mean nothing."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("新密码不能与现在的密码相同。", code="password_same")

    def get_help_text(self) -> str:
        return "不能与现在的密码相同。"


def one_time_password() -> str:
    """A random password (about 80 bits) without look-alike characters, to be read out once."""
    body = "".join(secrets.choice(_LOWER + _UPPER + _DIGITS) for _ in range(12))
    ends = [secrets.choice(kind) for kind in (_LOWER, _UPPER, _DIGITS)]
    return f"{ends[0]}{body[:6]}-{body[6:]}{ends[1]}{ends[2]}"
