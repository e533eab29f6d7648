"""Numbers and addresses that messages go to: checked when given, masked when shown."""

from __future__ import annotations

import re

from yingzhou.core.timeline import Refused
from yingzhou.kernel.notices.models import Contact

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_APP_ID = re.compile(r"[A-Za-z0-9_-]{4,64}", re.ASCII)


def checked(channel: str, typed: str) -> str:
    """The number as it is kept; :class:`Refused` where no message could arrive there."""
    if channel == Contact.Channel.SMS:
        number = re.sub(r"[\s\-]", "", typed).removeprefix("+86")
        if not _MOBILE.fullmatch(number):
            raise Refused("手机号应为11位, 以1开头, 请核对")
        return number
    if channel not in Contact.Channel.values or not _APP_ID.fullmatch(typed.strip()):
        raise Refused("联系方式无法识别, 请核对")
    return typed.strip()


def masked(address: str) -> str:
    """``13812345678`` → ``138****5678``."""
    if len(address) < 8:
        return "*" * len(address)
    return f"{address[:3]}{'*' * (len(address) - 7)}{address[-4:]}"
