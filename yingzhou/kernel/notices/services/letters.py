"""Issuing letters, making their PDF, and noting what became of them."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from yingzhou.core import clock, leftovers
from yingzhou.core.audit import Actor, record
from yingzhou.core.timeline import Refused
from yingzhou.kernel.notices import content as contents
from yingzhou.kernel.notices.codes import new_code
from yingzhou.kernel.notices.models import Letter, LetterSeries
from yingzhou.kernel.notices.pdf import made_pdf
from yingzhou.kernel.notices.series import series_of
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person

log = logging.getLogger("yingzhou.notices")


@transaction.atomic
def issue_letter(  # noqa: PLR0913 - one fact each
    *,
    key: str,
    template: str,
    title: str,
    person: Person | None,
    about: str,
    about_number: str,
    content: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
) -> Letter:
    """The letter of the occasion ``key``: issued now, or the one that was issued before.

    Part of the caller's transaction, which writes the audit entry. The number is taken last of all
    (others wait for the row of that body and year until the commit), and goes back if the
    transaction does.
    Raises ValueError where the template cannot print ``content``.
    """
    filled = contents.checked(template, content)
    to = person or organisation
    if not filled["addressee"] and to is not None:
        filled["addressee"] = to.name
    earlier = Letter.objects.filter(key=key).first()
    if earlier is not None:
        return earlier
    sealed = json.dumps(filled, ensure_ascii=False)
    series = _locked_series(series_of(filled["signed_by"]), at.astimezone(clock.ZONE).year)
    earlier = Letter.objects.filter(key=key).first()  # somebody else's, while we waited
    if earlier is not None:
        return earlier
    series.last += 1
    series.save(update_fields=["last"])
    return Letter.objects.create(
        number=f"{series.series}〔{series.year}〕{series.last}号",
        code=new_code(),
        key=key,
        template=template,
        title=title,
        about=about,
        about_number=about_number,
        person=person,
        organisation=organisation,
        content=sealed,
        issued_at=at,
        issued_by=actor.name,
        signed_by=filled["signed_by"] or settings.LETTERS_SIGNED_BY,
    )


def _locked_series(name: str, year: int) -> LetterSeries:
    LetterSeries.objects.get_or_create(series=name, year=year)
    return LetterSeries.objects.select_for_update().get(series=name, year=year)


def render(letter: Letter) -> Path:
    """The PDF, made when it is first needed: by the worker, or by whoever opens it before.

    Two may make it at once: one is kept. A file that was lost is made again in its place.
    """
    if letter.digest and not letter.file:
        raise FileNotFoundError(f"letter {letter.pk} was destroyed")
    folder = Path(settings.MEDIA_ROOT)
    if letter.file and (folder / letter.file).exists():
        return folder / letter.file
    made = made_pdf(letter)
    digest = hashlib.sha256(made).hexdigest()
    if letter.file:
        if digest != letter.digest:
            log.warning("letter %s: the file made again is not the one that was lost", letter.pk)
        return _written(folder / letter.file, made)
    year = letter.issued_at.astimezone(clock.ZONE).year
    name = f"letters/{year}/{secrets.token_hex(16)}.pdf"
    path = _written(folder / name, made)
    if Letter.objects.filter(pk=letter.pk, file="").update(file=name, digest=digest):
        letter.file, letter.digest = name, digest
        return path
    path.unlink()
    letter.refresh_from_db(fields=["file", "digest"])
    return folder / letter.file


def _written(path: Path, made: bytes) -> Path:
    """Whole or not at all, whenever the process is killed; readable by the house only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partly = path.with_suffix(f".{secrets.token_hex(4)}.part")
    with os.fdopen(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    partly.replace(path)
    return path


def sweep(now: datetime) -> int:
    """Removes files of letters that no row names (:mod:`yingzhou.core.leftovers`); how many."""

    def named(part: str) -> set[str]:
        rows = Letter.objects.filter(file__startswith=f"letters/{part}")
        return {one.removeprefix("letters/") for one in rows.values_list("file", flat=True)}

    return leftovers.sweep(Path(settings.MEDIA_ROOT) / "letters", named, now)


def render_waiting(most: int = 50) -> int:
    """Makes the PDF of letters that have none yet; how many. One that fails stops no other."""
    done = 0
    for letter in Letter.objects.filter(file="", digest="").order_by("pk")[:most]:
        try:
            render(letter)
            done += 1
        except Exception:
            log.exception("letter %s could not be made", letter.pk)
    return done


@transaction.atomic
def revoke_letter(*, letter: Letter, why: str, actor: Actor, at: datetime) -> None:
    """From now on ``/verify/`` says that it no longer holds. It stays readable."""
    if not why.strip():
        raise Refused("撤销信函要写原因。没有撤销。")
    changed = Letter.objects.filter(pk=letter.pk, revoked_at=None).update(
        revoked_at=at, revoked_why=why.strip()[:200]
    )
    letter.refresh_from_db(fields=["revoked_at", "revoked_why"])
    if changed:
        record(actor, "notices.revoke", letter, {"document": letter.number, "reason": why.strip()})


def mark_read(*, letter: Letter, at: datetime) -> None:
    """The person opened it; only the first time counts, and delivers it."""
    Letter.objects.filter(pk=letter.pk, read_at=None).update(read_at=at)
    mark_delivered(letter=letter, how="网上查看", at=at)
    letter.refresh_from_db(fields=["read_at"])


def mark_delivered(*, letter: Letter, how: str, at: datetime) -> None:
    """``how``: 网上查看, 窗口领取, 邮寄签收 …; the first delivery is the one that counts."""
    Letter.objects.filter(pk=letter.pk, delivered_at=None).update(
        delivered_at=at, delivered_how=how[:40]
    )
    letter.refresh_from_db(fields=["delivered_at", "delivered_how"])
