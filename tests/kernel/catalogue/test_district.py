"""The district's facts under the law's names, kept as files of one database and one day."""

from __future__ import annotations

import os
from datetime import date

import numpy as np
import pytest

from yingzhou.core.models import Installation
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.population import UNKNOWN, facts_on
from yingzhou.policy.columns import labels_of, lowest

pytestmark = pytest.mark.district
DAY = date(2026, 11, 1)


@pytest.fixture
def kept(db):
    district.forget(DAY)
    return district.district_on(DAY)


def test_what_the_registry_knows_is_there_and_what_it_does_not_stays_unknown(kept):
    facts = facts_on(DAY)
    assert (kept.person_id == facts.people.person_id).all()
    wage = kept.columns["人", "月劳动收入"]
    assert ((wage == lowest(np.int64)) == (facts.people.wage == UNKNOWN)).all()
    codes = labels_of(book())
    sexes = kept.columns["人", "性别"]
    assert set(np.unique(sexes)) <= {codes["男"], codes["女"]}
    assert int(kept.hh_start[-1]) == len(kept.person_id)


def test_a_second_reader_maps_the_same_files(kept):
    again = district.district_on(DAY)
    assert again is kept
    assert district.is_kept(DAY)


def test_the_division_of_a_person_is_that_of_the_household(kept):
    of_people, of_homes = kept.division_of("人"), kept.division_of("户")
    assert (of_people == of_homes[kept.person_household]).all()


def test_old_snapshots_of_this_database_do_not_pile_up(db, tmp_path):
    mine = district.identity()[:12]
    for number, name in enumerate("abcdef"):
        (tmp_path / f"district_{mine}_{name}").mkdir()
        os.utime(tmp_path / f"district_{mine}_{name}", (number, number))
    district._prune(tmp_path)
    assert {path.name[-1] for path in tmp_path.iterdir()} == set("def")


def test_snapshots_of_other_databases_stay_while_they_may_be_in_use(db, tmp_path):
    for number in range(5):
        (tmp_path / f"district_other{number}_x").mkdir()
    for gone in ("district_gone_x", "draft_never_finished"):
        (tmp_path / gone).mkdir()
        os.utime(tmp_path / gone, (1, 1))
    district._prune(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"district_other{n}_x" for n in range(5)}


def test_the_identity_was_drawn_when_the_district_was_built(db):
    assert Installation.objects.filter(name="identity", value=district.identity()).exists()


def test_who_is_killed_while_a_snapshot_is_removed_leaves_no_half_of_it(tmp_path, monkeypatch):
    folder = tmp_path / "district_mine_x"
    folder.mkdir()
    (folder / "made.json").write_text("{}")

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(district.shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        district._drop(folder)
    assert not folder.exists(), "read anew, not opened without its files"
