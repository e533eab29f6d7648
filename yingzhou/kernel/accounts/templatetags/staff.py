"""``{{ row.made_by|staff_name }}``: records keep logins, people know each other by their names."""

from __future__ import annotations

import re
import threading

from django import template
from django.core.signals import request_started

from yingzhou.kernel.accounts.models import User

register = template.Library()
RESIDENT = re.compile(r"r\d+")
ONLINE = "居民网上"
_kept = threading.local()


def _forget(**_: object) -> None:
    _kept.names = None


request_started.connect(_forget, dispatch_uid="staff_names")


@register.filter
def staff_name(login: str) -> str:
    """The name behind a login; what is none (系统, an import) stays as it is. A resident's login
    is a number that tells nobody anything: what they did themselves came in online. One query a
    page."""
    if not login:
        return ""
    names = getattr(_kept, "names", None)
    if names is None:
        staff = User.objects.exclude(kind=User.Kind.RESIDENT)
        names = _kept.names = dict(staff.values_list("username", "name"))
    return str(names.get(login) or (ONLINE if RESIDENT.fullmatch(login) else login))
