"""Whatever is renamed, moved, merged and split: the past stands, and everything has one home."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from yingzhou.core import audit, clock
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import services, tree
from yingzhou.kernel.divisions.models import Division

pytestmark = pytest.mark.django_db
START = date(2016, 1, 1)
STEP = st.tuples(
    st.sampled_from(["rename", "move", "merge", "merge into new", "split", "split off"]),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 40),
)


def _new(number, level, town=None):
    kind = Division.Kind.TOWN if level == 2 else Division.Kind.VILLAGE
    return services.NewUnit(f"{888000000000 + number}", f"新设{number}", kind, town)


def _do(number, kind, one, two, on):
    """The step on units that exist on ``on``; a refused one changes nothing."""
    nodes = sorted((n for n in tree.tree_on(on).nodes.values() if n.level > 1), key=lambda n: n.id)
    first = nodes[one % len(nodes)]
    second = nodes[two % len(nodes)]
    order = {"on": on, "document": "测试", "actor": audit.SYSTEM, "at": clock.now()}
    new, other = _new(2 * number, first.level), _new(2 * number + 1, first.level)
    part = services.Part
    child = frozenset(c.id for c in tree.tree_on(on).children.get(first.id, [])[:1])
    actions = {
        "rename": lambda: services.rename(division_id=first.id, name=f"改名{number}", **order),
        "move": lambda: services.move(division_id=first.id, parent_id=second.id, **order),
        "merge": lambda: services.merge(division_ids=[first.id], into=second.id, **order),
        "merge into new": lambda: services.merge(
            division_ids=list(dict.fromkeys([first.id, second.id])), into=new, **order
        ),
        "split": lambda: services.split(
            division_id=first.id,
            parts=[part(new, is_default=True), part(other, child)],
            **order,
        ),
        "split off": lambda: services.split(
            division_id=first.id, parts=[part(None), part(new, child)], **order
        ),
    }
    try:
        actions[kind]()
    except Refused:
        return


def _picture(day):
    found = tree.tree_on(day)
    return {pk: (n.name, n.parent_id, found.home[pk]) for pk, n in found.nodes.items()}


def _check_all_have_one_home(day, founded_at_start):
    found = tree.tree_on(day)
    assert founded_at_start <= found.home.keys()
    assert set(found.home.values()) <= found.nodes.keys()
    assert all(found.home[pk] == pk for pk in found.nodes)
    for node in found.nodes.values():
        assert found.path(node.id)[0] is found.root
    levels = dict(Division.objects.values_list("pk", "level"))
    assert all(levels[pk] == levels[home] for pk, home in found.home.items())


def _check_parts_add_up(day):
    """One record for every unit of any day: the parts of the district hold each exactly once."""
    found = tree.tree_on(day)
    everything = found.within(found.root.id)
    assert everything == found.home.keys()
    shares = [found.within(node.id) for node in found.children[found.root.id]]
    assert sum(map(len, shares)) == len(everything) - 1
    for town in found.children[found.root.id]:
        below = [found.within(node.id) for node in found.children.get(town.id, [])]
        own = {pk for pk, home in found.home.items() if home == town.id}
        assert sum(map(len, below)) + len(own) == len(found.within(town.id))


@settings(max_examples=25)
@given(steps=st.lists(STEP, max_size=8))
def test_any_sequence_of_changes_keeps_the_past_and_loses_nobody(steps):
    with transaction.atomic():
        for name in ("甲镇", "乙镇", "丙镇"):
            town = factories.town(name)
            for n in range(2):
                factories.village(f"{name}{n}村", town)
        first = set(Division.objects.values_list("pk", flat=True))
        days, pictures = [START], {START: _picture(START)}
        for number, (kind, one, two, wait) in enumerate(steps):
            on = days[-1] + timedelta(days=wait)
            _do(number, kind, one, two, on)
            for day in days:
                assert day == on or _picture(day) == pictures[day], (kind, day)
            days.append(on)
            pictures[on] = _picture(on)
            for day in {*days, on + timedelta(days=400)}:
                _check_all_have_one_home(day, first)
                _check_parts_add_up(day)
        transaction.set_rollback(True)
