"""Who a member of the staff is in the register: it tells whose cases they keep away from (回避)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core.audit import Actor, record
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people.models import Person

from .staff import Refused, _not_oneself


@transaction.atomic
def link_person(*, user: User, person: Person, actor: Actor, at: datetime) -> None:
    """``user`` is ``person``; nobody says so of themselves."""
    _not_oneself(actor, user, "变更")
    _staff_only(user)
    others = User.objects.filter(person=person, kind=User.Kind.STAFF).exclude(pk=user.pk)
    if others.exists():
        raise Refused("登记册里的这个人已对应另一个工作账号。没有改动。")
    user.person = person
    user.save(update_fields=["person"])
    record(actor, "account.link_person", user, {"person": person.pk, "at": at.isoformat()})


@transaction.atomic
def unlink_person(*, user: User, actor: Actor, at: datetime) -> None:
    """The account was tied to the wrong person."""
    _not_oneself(actor, user, "变更")
    _staff_only(user)
    if user.person_id is None:
        raise Refused("这个账号没有对应登记册里的人。没有改动。")
    was, user.person = user.person_id, None
    user.save(update_fields=["person"])
    record(actor, "account.unlink_person", user, {"person": was, "at": at.isoformat()})


def _staff_only(user: User) -> None:
    if user.is_resident:
        raise Refused("居民账号对应的人不能更改。没有改动。")
