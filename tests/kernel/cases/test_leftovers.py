"""A process that dies between a file and its row leaves nothing of anybody on the disk."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.kernel.cases.services import documents
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.notices.models import Letter

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
NOON = at(MONDAY, 12)


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def written(path: Path, age: timedelta) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(path.read_bytes() if path.exists() else b"x")
    moment = (NOON - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_a_paper_without_a_row_goes_after_a_day(world, media):
    case = world.apply()
    material = items()[case.item].apply.materials[0].key
    file = SimpleUploadedFile("收入证明.pdf", PDF, "application/pdf")
    kept = documents.add(case=case.pk, material=material, file=file, user=world.counter, at=NOON)
    mine = written(documents.path_of(kept), timedelta(days=9))
    folder = media / "documents" / "ab"
    lost = written(folder / "ab12", timedelta(days=2))
    half = written(folder / "ab34.part", timedelta(days=2))
    young = written(folder / "ab56", timedelta(hours=2))
    assert documents.sweep(NOON) == 2
    assert [path.exists() for path in (mine, lost, half, young)] == [True, False, False, True]


def test_a_letter_made_twice_leaves_one(world, media):
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    letter = Letter.objects.get(about=f"case:{case.pk}")
    mine = written(notices.render(letter), timedelta(days=9))
    lost = written(mine.with_name("0" * 32 + ".pdf"), timedelta(days=2))
    assert notices.sweep(NOON) == 1
    assert (mine.exists(), lost.exists()) == (True, False)
    assert notices.sweep(NOON) == 0
