"""A resident's account: opened at the first login, never by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core.audit import Actor, record
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people.models import Person

from .staff import Refused


@transaction.atomic
def resident_account(*, person: Person, actor: Actor, at: datetime) -> User:
    """The account of ``person``, opened now where there is none yet; :class:`Refused` for the dead
    and for an account that was closed."""
    if person.death_date is not None:
        raise Refused("登记册里此人已去世, 不能登录。")
    user, is_new = User.objects.select_related("person").get_or_create(
        person=person,
        kind=User.Kind.RESIDENT,
        defaults={
            "username": f"r{person.pk}",
            "name": person.name,
            "password": no_password(),
            "date_joined": at,
        },
    )
    if not user.may_log_in():
        raise Refused("这个账号已停用。")
    if is_new:
        record(actor, "account.create", user, {"kind": User.Kind.RESIDENT.label})
    return user


def no_password() -> str:
    """For an account that nobody logs in to by password."""
    nobody = User()
    nobody.set_unusable_password()
    return nobody.password
