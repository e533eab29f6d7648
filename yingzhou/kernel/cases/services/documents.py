"""Files that people hand in: typed by what they contain, scanned, sealed, outside the web root.

The name somebody gave a file is shown and never trusted: the file lies under a random name of ours,
encrypted, and is only served to those with a right to the case.
"""

from __future__ import annotations

import re
import secrets
import shlex
import subprocess
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yingzhou.core import audit, crypto, leftovers
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import lines
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, Document, DraftFile
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.catalogue.versions import item_of_version

from .advance import locked

LARGEST = 10 * 1024 * 1024
MOST = 40
"""Files of one case."""
KINDS = {
    "image/jpeg": "照片(JPEG)",
    "image/png": "照片(PNG)",
    "image/webp": "照片(WebP)",
    "application/pdf": "PDF",
}
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_PATIENCE = 30


def add(*, case: int, material: str, file: UploadedFile, user: User, at: datetime) -> Document:
    """Keeps a file for a paper of the case. :class:`CaseFault` says what is wrong with it, and
    nothing is kept then. The row is written before the file is in its place, in one transaction."""
    content, kind, scan = looked_at(file)
    with transaction.atomic():
        row = locked(case)
        _check(row, material, user)
        made = Document.objects.create(
            case=row,
            material=material,
            name=plain_name(file.name or "文件"),
            file=new_place(),
            kind=kind,
            size=len(content),
            digest=sha256(content).hexdigest(),
            scan=scan,
            added_at=at,
            added_by=str(user),
        )
        keep(path_of(made), content)
        detail = {"number": row.number, "material": material, "kind": kind}
        audit.record(audit.Actor.of(user), "case.document", row, detail)
    return made


@transaction.atomic
def remove(*, document: int, user: User, at: datetime) -> Document:
    """Marked as no longer valid; the file stays with the case until it is destroyed."""
    found = Document.objects.select_for_update(of=("self",)).get(pk=document)
    row = locked(found.case_id)
    _check(row, found.material, user)
    if row.accepted_at is not None:
        raise CaseFault("已经受理, 材料不能撤下; 要更正请交新的一份")
    found.removed_at = at
    found.save(update_fields=["removed_at"])
    detail = {"number": row.number, "material": found.material}
    audit.record(audit.Actor.of(user), "case.document_removed", row, detail)
    return found


def looked_at(file: UploadedFile) -> tuple[bytes, str, str]:
    """Content, media type and what the scanner said; :class:`CaseFault` where it is refused."""
    content = _content(file)
    kind = kind_of(content)
    return content, kind, scanned(content, kind)


def new_place() -> str:
    """A random name of ours."""
    return f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"


def content_of(document: Document | DraftFile) -> bytes:
    """The file's own bytes; FileNotFoundError where it was destroyed."""
    return crypto.unseal(path_of(document).read_bytes())


def path_of(document: Document | DraftFile) -> Path:
    return Path(settings.MEDIA_ROOT) / "documents" / document.file


def kind_of(content: bytes) -> str:
    """The media type by content, one of :data:`KINDS`."""
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        found = []
    for one in found:
        if one.mime_type in KINDS and _begins(content, one.mime_type):
            return one.mime_type
    raise CaseFault("只收照片(JPG、PNG、WebP)和 PDF; 这个文件的内容不是。请拍照或另存为 PDF 再交")


def _begins(content: bytes, kind: str) -> bool:
    """At the very first byte: what only contains a picture somewhere is not one."""
    starts = {
        "image/jpeg": b"\xff\xd8\xff",
        "image/png": b"\x89PNG\r\n\x1a\n",
        "image/webp": b"RIFF",
        "application/pdf": b"%PDF-",
    }
    return content.startswith(starts[kind])


def scanned(content: bytes, kind: str) -> str:
    """What the scanner says: our own look first, then the command in ``YINGZHOU_SCANNER`` (it reads
    the file from its input and answers 0 for clean), where one is configured."""
    if _EICAR in content or (kind == "application/pdf" and _ACTIVE.search(content)):
        raise CaseFault("这个文件带有可以执行的内容, 没有收下。请拍照或重新导出 PDF 再交")
    command = settings.SCANNER
    if not command:
        return Document.Scan.UNSCANNED
    try:
        done = subprocess.run(  # noqa: S603 - configured by whoever runs the installation
            shlex.split(command), input=content, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CaseFault("文件检查程序没有回应, 文件没有收下, 请过几分钟再交") from error
    if done.returncode:
        raise CaseFault("文件没有通过安全检查, 没有收下")
    return Document.Scan.CLEAN


def plain_name(name: str) -> str:
    """The last part of a name, without what a screen or a system could misread."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*\u202e\u202d')
    return kept.strip(". ")[-120:] or "文件"


def _content(file: UploadedFile) -> bytes:
    if not file.size:
        raise CaseFault("这个文件是空的")
    if file.size > LARGEST:
        raise CaseFault(f"文件太大: 最多 {LARGEST // 1024 // 1024} MB。照片可以调低清晰度再拍")
    return file.read()


def _check(case: Case, material: str, user: User) -> None:
    item = item_of_version(case.version)
    known = {one.key for one in item.apply.materials} if item.apply else set()
    if material not in known | {"other"} and not _is_line(case, material):
        raise CaseFault("这个事项没有这份材料")
    if not case.is_open or case.destroyed_at is not None:
        raise CaseFault("已办结, 不能再交材料")
    if not may_see(user, case) and not user.may("cases.receive"):
        raise NotYours("这不是您的申请")
    if case.documents.filter(removed_at=None).count() >= MOST:
        raise CaseFault(f"一件事最多交 {MOST} 个文件")


def _is_line(case: Case, material: str) -> bool:
    asked = lines.by_key(case.corrections.all()) if material.startswith(lines.PREFIX) else {}
    return material in asked


def keep(path: Path, content: bytes) -> None:
    """Sealed, whole or not at all."""
    sealed = crypto.seal(content)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.write_bytes(sealed)
    draft.replace(path)


def sweep(now: datetime) -> int:
    """Removes files that no row names (:mod:`yingzhou.core.leftovers`); how many. Drafts are asked
    first: a file passes from them to a case, never back."""

    def named(part: str) -> set[str]:
        return {
            name
            for table in (DraftFile, Document)
            for name in table.objects.filter(file__startswith=part).values_list("file", flat=True)
        }

    return leftovers.sweep(Path(settings.MEDIA_ROOT) / "documents", named, now)
