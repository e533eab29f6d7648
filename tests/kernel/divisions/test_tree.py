"""The tree of a day: kept while nothing changes, right the moment something does."""

from datetime import date

import pytest
from django.db import transaction

from tests import factories
from yingzhou.kernel.divisions import history, loading, tree
from yingzhou.kernel.divisions.models import Division, DivisionName

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 1)


def test_asking_twice_reads_the_tables_once(django_assert_num_queries):
    factories.village()
    tree.tree_on(DAY)
    with django_assert_num_queries(0):
        assert tree.tree_on(DAY) is tree.tree_on(DAY)
        tree.tree_on(date(2020, 1, 1))


def test_a_saved_row_is_seen_at_once():
    town = factories.town()
    before = len(tree.tree_on(DAY).nodes)
    factories.village("新村", town)
    assert len(tree.tree_on(DAY).nodes) == before + 1


def test_a_rolled_back_change_is_forgotten_with_it():
    unit = factories.village("启瀛村")
    tree.tree_on(DAY)
    with transaction.atomic():
        unit.names.get().delete()
        assert unit.pk not in tree.tree_on(DAY).nodes
        transaction.set_rollback(True)
    assert unit.pk in tree.tree_on(DAY).nodes


def test_bulk_changes_are_seen_after_forget():
    unit = factories.village("启瀛村")
    tree.tree_on(DAY)
    DivisionName.objects.filter(division=unit).update(name="联益村")
    tree.forget()
    assert tree.tree_on(DAY).nodes[unit.pk].name == "联益村"


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_has_not_committed_is_not_kept_for_others():
    unit = factories.village("启瀛村")
    assert tree.tree_on(DAY).nodes[unit.pk].name == "启瀛村"
    with transaction.atomic():
        name = unit.names.get()
        name.name = "联益村"
        name.save()
        assert tree.tree_on(DAY).nodes[unit.pk].name == "联益村"
        transaction.set_rollback(True)
    assert tree.tree_on(DAY).nodes[unit.pk].name == "启瀛村"
    name.save()
    assert tree.tree_on(DAY).nodes[unit.pk].name == "联益村"


@pytest.mark.django_db(transaction=True)
def test_what_another_process_changed_is_seen_within_a_minute(monkeypatch):
    unit = factories.village("启瀛村")
    tree.tree_on(DAY)
    DivisionName.objects.filter(division=unit).update(name="联益村")
    assert tree.tree_on(DAY).nodes[unit.pk].name == "启瀛村"
    now = history.time.monotonic()
    monkeypatch.setattr(history.time, "monotonic", lambda: now + 61)
    assert tree.tree_on(DAY).nodes[unit.pk].name == "联益村"


def test_a_day_without_divisions_says_so():
    with pytest.raises(LookupError, match="没有行政区划数据"):
        _ = tree.tree_on(date(1900, 1, 1)).root


def test_the_official_list_is_loaded_once():
    at = date(2016, 1, 1)
    assert loading.load_divisions(at) == 383
    assert loading.load_divisions(date(2020, 1, 1)) == 0
    found = tree.tree_on(at)
    kinds = [node.kind for node in found.nodes.values()]
    counts = [kinds.count(kind) for kind in ("town", "township", "village", "neighbourhood")]
    assert counts == [16, 2, 268, 90]
    assert (kinds.count("statistical"), kinds.count("statistical_area")) == (3, 3)
    assert (len(found.towns()), len(found.villages())) == (18, 358)
    assert found.root.code == "310151000000"
    assert all(town.lon and town.lat for town in found.towns())


def test_loading_keeps_what_was_renamed_since():
    loading.load_divisions(date(2016, 1, 1))
    unit = Division.objects.get(code="310151104000")
    DivisionName.objects.filter(division=unit).update(name="新庙镇")
    Division.objects.get(code="310151101001").names.all().delete()
    Division.objects.get(code="310151101001").delete()
    assert loading.load_divisions(date(2020, 1, 1)) == 1
    assert tree.name_on(unit.pk, DAY) == "新庙镇"
