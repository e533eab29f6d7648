"""Codes that a counter hands out: a resident's second way to log in.

Ten characters. The first five name the row, so that a wrong try counts against that code and not
against everybody of the same name; the last five are random (31 to the power of 5, five tries).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction
from django.db.models import F

from yingzhou.core import crypto
from yingzhou.core.audit import ANONYMOUS, Actor, record
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts.models import AccessCode, User
from yingzhou.kernel.accounts.selectors.residents import WRONG_TRIES
from yingzhou.kernel.people.models import Person

from .residents import resident_account
from .staff import Refused

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O, no 1 I L: codes are read out and copied by hand."""
HALF = 5
CODE_DAYS = 90

TRIES_A_CLIENT = 10
CLIENT_PAUSE = timedelta(minutes=15)
WRONG = "login.code_wrong"
_ROOM = len(LETTERS) ** HALF
_SPREAD = 12_345_701
"""Multiplied by, so that one mistyped letter seldom names the code of somebody else."""


class TooManyTries(Refused):
    """One client tried too often; nothing was looked up."""

    def __init__(self) -> None:
        minutes = int(CLIENT_PAUSE.total_seconds() // 60)
        super().__init__(f"试的次数太多, 请过 {minutes} 分钟再试, 或到窗口当面办理。")


@transaction.atomic
def issue_code(*, person: Person, actor: Actor, at: datetime) -> str:
    """A new code for ``person``, to be printed once; earlier codes of the person end."""
    if person.death_date is not None:
        raise Refused("登记册里此人已去世, 不能发登录码。没有发放。")
    Person.objects.select_for_update().get(pk=person.pk)  # two clerks at once: one code stands
    _open_codes(person).update(revoked_at=at)
    row = AccessCode.objects.create(
        person=person,
        digest=secrets.token_bytes(32),
        made_at=at,
        made_by=actor.name,
        valid_until=at + timedelta(days=CODE_DAYS),
    )
    secret = "".join(secrets.choice(LETTERS) for _ in range(HALF))
    code = _written(row.pk) + secret
    row.digest = crypto.digest(code)
    row.save(update_fields=["digest"])
    record(actor, "access_code.issue", person, {"access_code": row.pk})
    return f"{code[:HALF]}-{code[HALF:]}"


def _open_codes(person: Person):
    return AccessCode.objects.filter(person=person, revoked_at__isnull=True)


@transaction.atomic
def revoke_code(*, code: AccessCode, actor: Actor, at: datetime) -> None:
    """The code opens nothing any more, from now on."""
    row = AccessCode.objects.select_for_update().get(pk=code.pk)
    if row.revoked_at is not None:
        raise Refused("这个登录码早已作废。没有改动。")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record(actor, "access_code.revoke", row.person, {"access_code": row.pk})


def log_in_by_code(*, name: str, code: str, client: str, at: datetime) -> User | None:
    """The account that ``name`` and ``code`` open, or None whatever was wrong.

    ``client``: the address tries are counted by; :class:`TooManyTries` where there were too many.
    """
    if _tries_of(client, at) >= TRIES_A_CLIENT:
        raise TooManyTries
    with transaction.atomic():
        row = _row_of(code)
        if row is not None and _opens(row, name, code, at):
            return _opened(row, at)
        if row is not None:
            AccessCode.objects.filter(pk=row.pk).update(wrong_tries=F("wrong_tries") + 1)
        # Who it was is not kept: the name may be anybody's.
        record(ANONYMOUS, WRONG, None, {"ip": client})
    return None


def _tries_of(client: str, at: datetime) -> int:
    recent = AuditEntry.objects.filter(action=WRONG, at__gt=at - CLIENT_PAUSE)
    return recent.filter(detail__ip=client).count()


def _opens(row: AccessCode, name: str, code: str, at: datetime) -> bool:
    in_force = row.revoked_at is None and at < row.valid_until and row.wrong_tries < WRONG_TRIES
    is_right = compare_digest(bytes(row.digest), crypto.digest(_plain(code)))
    same_name = "".join(name.split()) == "".join(row.person.name.split())
    return in_force and is_right and same_name and row.person.death_date is None


def _opened(row: AccessCode, at: datetime) -> User | None:
    row.used_at, row.wrong_tries = row.used_at or at, 0
    try:
        with transaction.atomic():
            row.save(update_fields=["used_at", "wrong_tries"])
            return resident_account(person=row.person, actor=ANONYMOUS, at=at)
    except Refused:
        return None


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _written(pk: int) -> str:
    """The first half: the row's key, spread over the alphabet."""
    number, signs = pk * _SPREAD % _ROOM, ""
    for _ in range(HALF):
        number, place = divmod(number, len(LETTERS))
        signs = LETTERS[place] + signs
    return signs


def _row_of(code: str) -> AccessCode | None:
    plain = _plain(code)
    if len(plain) != 2 * HALF or not set(plain) <= set(LETTERS):
        return None
    number = 0
    for sign in plain[:HALF]:
        number = number * len(LETTERS) + LETTERS.index(sign)
    pk = number * pow(_SPREAD, -1, _ROOM) % _ROOM
    rows = AccessCode.objects.select_for_update(of=("self",)).select_related("person")
    return rows.filter(pk=pk).first()
