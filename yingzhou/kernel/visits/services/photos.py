"""Pictures of a visit: looked at by content, sealed, outside the web root, under names of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from yingzhou.core import crypto, leftovers
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services import documents
from yingzhou.kernel.visits.faults import VisitFault
from yingzhou.kernel.visits.models import Photo, Record

PICTURES = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True)
class Looked:
    content: bytes
    kind: str
    scan: str


def look(file: UploadedFile) -> Looked:
    """A picture by its content, clean as far as the scanner says; :class:`VisitFault` if not."""
    try:
        content, kind, scan = documents.looked_at(file)
    except CaseFault as fault:
        raise VisitFault(f"照片: {fault}") from fault
    if kind not in PICTURES:
        raise VisitFault("照片: 只收拍的照片(JPG、PNG、WebP)")
    return Looked(content, kind, scan)


def keep(record: Record, number: int, one: Looked) -> Photo:
    made = Photo.objects.create(
        record=record,
        number=number,
        file=documents.new_place(),
        kind=one.kind,
        size=len(one.content),
        digest=sha256(one.content).hexdigest(),
        scan=one.scan,
    )
    documents.keep(_path(made.file), one.content)
    return made


def content_of(photo: Photo) -> bytes:
    """Its own bytes; FileNotFoundError where it is gone."""
    return crypto.unseal(_path(photo.file).read_bytes())


def unlink(files: list[str]) -> None:
    for file in files:
        _path(file).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "visits"


def _path(file: str) -> Path:
    return _folder() / file


def sweep(now: datetime) -> int:
    """Removes files that no row names; how many."""

    def named(part: str) -> set[str]:
        return set(Photo.objects.filter(file__startswith=part).values_list("file", flat=True))

    return leftovers.sweep(_folder(), named, now)
