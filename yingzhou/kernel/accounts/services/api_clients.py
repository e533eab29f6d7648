"""Other offices' systems: opened with a token that is shown once, closed at once when need be."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from yingzhou.core import clock, crypto
from yingzhou.core.audit import Actor, record
from yingzhou.kernel.accounts.models import ApiClient, User

from .residents import no_password
from .staff import Refused

PREFIX = "yz_"
"""By it a token that leaked into a file or a mail is recognised."""
LONGEST = timedelta(days=366)
YEAR = timedelta(days=365)
OVERLAP = timedelta(days=14)
"""So long the old token still opens the door after a new one was given out."""
MOST_A_MINUTE = 6000


class NewClient(NamedTuple):
    """``token`` is shown once and kept nowhere."""

    client: ApiClient
    token: str


@transaction.atomic
def create_client(
    *,
    name: str,
    organisation: str,
    scopes: Sequence[str],
    per_minute: int,
    valid_until: datetime,
    actor: Actor,
    at: datetime,
) -> NewClient:
    """A client with its token; :class:`Refused` where it could do nothing, or for ever."""
    unknown = [one for one in scopes if one not in ApiClient.SCOPES]
    if unknown or not scopes:
        raise Refused("请至少选一项可以做的事。没有开通。")
    if not at < valid_until <= at + LONGEST:
        raise Refused("有效期从明天起, 最长一年; 到期前可以再开一个。没有开通。")
    if not 1 <= per_minute <= MOST_A_MINUTE:
        raise Refused(f"每分钟 1 至 {MOST_A_MINUTE} 次。没有开通。")
    token = PREFIX + secrets.token_urlsafe(32)
    user = User.objects.create(
        username=f"api-{secrets.token_hex(6)}",
        name=name.strip(),
        kind=User.Kind.CLIENT,
        password=no_password(),
        date_joined=at,
    )
    client = ApiClient.objects.create(
        name=name.strip(),
        organisation=organisation.strip(),
        user=user,
        digest=crypto.digest(token),
        scopes=sorted(set(scopes)),
        per_minute=per_minute,
        valid_until=valid_until,
        made_at=at,
        made_by=actor.name,
    )
    detail = {"name": client.name, "organisation": client.organisation, "scopes": client.scopes}
    record(actor, "api_client.create", client, detail)
    return NewClient(client, token)


@transaction.atomic
def renew_token(*, client: int, actor: Actor, at: datetime) -> NewClient:
    """A new token for a year, also where the old one has run out. The old one holds for
    :data:`OVERLAP`, not longer than it would have; the one before that no more."""
    row = ApiClient.objects.select_for_update(of=("self",)).get(pk=client)
    if row.revoked_at is not None:
        raise Refused("这个接口已经停用, 不能换令牌。请重新开通。")
    token = PREFIX + secrets.token_urlsafe(32)
    row.former_digest, row.former_until = row.digest, min(at + OVERLAP, row.valid_until)
    row.digest, row.valid_until = crypto.digest(token), at + YEAR
    row.save(update_fields=["digest", "valid_until", "former_digest", "former_until"])
    record(actor, "api_client.renew", row, {"name": row.name})
    return NewClient(row, token)


@transaction.atomic
def revoke_client(*, client: int, actor: Actor, at: datetime) -> ApiClient:
    """From now on its token opens nothing; its cases go on."""
    row = ApiClient.objects.select_for_update(of=("self",)).select_related("user").get(pk=client)
    if row.revoked_at is not None:
        raise Refused("这个接口早已停用。没有改动。")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    row.user.is_active = False
    row.user.save(update_fields=["is_active"])
    record(actor, "api_client.revoke", row, {"name": row.name})
    return row


def client_of(token: str, at: datetime) -> ApiClient | None:
    """Whose token this is, where it is in force; the day of its last use is noted."""
    digest = crypto.digest(token)
    rows = ApiClient.objects.select_related("user")
    row = rows.filter(Q(digest=digest) | Q(former_digest=digest)).first()
    if row is None or not row.is_open(at):
        return None
    is_former = row.former_until is not None and at < row.former_until
    kept = [row.digest, row.former_digest] if is_former else [row.digest]
    if not any(compare_digest(bytes(one or b""), digest) for one in kept):
        return None
    today = clock.day_of(at)
    if row.used_on != today:
        ApiClient.objects.filter(pk=row.pk).update(used_on=today)
    return row
