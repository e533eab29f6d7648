"""A change of divisions: what holds after it, what it refuses; and the past stays as it was."""

from datetime import date

import pytest

from tests import factories
from yingzhou.core import audit, clock, events
from yingzhou.core.models import AuditEntry
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import services, tree
from yingzhou.kernel.divisions.events import DivisionsChanged
from yingzhou.kernel.divisions.models import Division, DivisionChange

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 1)
EVE = date(2024, 6, 30)
VILLAGE = Division.Kind.VILLAGE


def by(on=DAY, document="崇府〔2024〕12号"):
    return {"on": on, "document": document, "actor": audit.SYSTEM, "at": clock.now()}


@pytest.fixture
def land():
    """Two towns: 庙镇 with 启瀛村 and 联益村, 港西镇 with 双津村."""
    miao, gang = factories.town("庙镇"), factories.town("港西镇")
    return {
        "庙镇": miao,
        "港西镇": gang,
        "启瀛村": factories.village("启瀛村", miao),
        "联益村": factories.village("联益村", miao),
        "双津村": factories.village("双津村", gang),
    }


def test_a_renamed_village_keeps_its_old_name_in_the_past(land):
    unit = land["启瀛村"]
    services.rename(division_id=unit.pk, name="启瀛新村", **by())
    assert tree.name_on(unit.pk, EVE) == "启瀛村"
    assert tree.name_on(unit.pk, DAY) == "启瀛新村"
    assert tree.tree_on(EVE).nodes[unit.pk].name == "启瀛村"


def test_name_before_founding_is_the_first_and_after_the_end_the_last(land):
    unit = land["启瀛村"]
    services.rename(division_id=unit.pk, name="甲村", **by())
    later = by(date(2025, 1, 1))
    services.merge(division_ids=[unit.pk], into=land["联益村"].pk, **later)
    assert tree.name_on(unit.pk, date(1999, 1, 1)) == "启瀛村"
    assert tree.name_on(unit.pk, date(2026, 1, 1)) == "甲村"


def test_records_of_a_merged_village_count_in_its_successor_but_not_before(land):
    gone, target = land["启瀛村"], land["联益村"]
    services.merge(division_ids=[gone.pk], into=target.pk, **by())
    assert tree.tree_on(EVE).home[gone.pk] == gone.pk
    after = tree.tree_on(DAY)
    assert gone.pk not in after.nodes
    assert after.within(target.pk) == {gone.pk, target.pk}


def test_two_villages_merge_into_a_new_one(land):
    new = services.NewUnit("310151104999", "新联村", VILLAGE)
    pair = [land["启瀛村"].pk, land["联益村"].pk]
    services.merge(division_ids=pair, into=new, **by())
    made = tree.tree_on(DAY).by_code("310151104999")
    assert made
    assert made.parent_id == land["庙镇"].pk
    assert tree.tree_on(DAY).within(made.id) == {*pair, made.id}
    assert tree.tree_on(EVE).home[made.id] == pair[0]


def test_a_village_becomes_a_neighbourhood(land):
    new = services.NewUnit("310151104998", "启瀛居委会", Division.Kind.NEIGHBOURHOOD)
    services.merge(division_ids=[land["启瀛村"].pk], into=new, **by())
    assert tree.tree_on(DAY).by_code("310151104998").kind == "neighbourhood"


def test_when_a_town_is_merged_its_villages_go_with_it(land):
    services.merge(division_ids=[land["港西镇"].pk], into=land["庙镇"].pk, **by())
    after = tree.tree_on(DAY)
    assert after.nodes[land["双津村"].pk].parent_id == land["庙镇"].pk
    assert after.home[land["港西镇"].pk] == land["庙镇"].pk
    assert tree.tree_on(EVE).nodes[land["双津村"].pk].parent_id == land["港西镇"].pk


def test_a_split_town_shares_out_its_villages_and_one_part_is_the_default(land):
    miao, here, there = land["庙镇"], land["启瀛村"], land["联益村"]
    parts = [
        services.Part(services.NewUnit("310151190000", "东庙镇", "town"), is_default=True),
        services.Part(
            services.NewUnit("310151191000", "西庙镇", "town"), children=frozenset({there.pk})
        ),
    ]
    services.split(division_id=miao.pk, parts=parts, **by())
    after = tree.tree_on(DAY)
    east, west = after.by_code("310151190000"), after.by_code("310151191000")
    assert after.home[miao.pk] == east.id
    assert after.nodes[here.pk].parent_id == east.id
    assert after.nodes[there.pk].parent_id == west.id
    assert tree.tree_on(EVE).home[west.id] == miao.pk


def test_a_part_taken_out_of_a_village_that_goes_on_counts_in_it_before(land):
    unit = land["启瀛村"]
    parts = [
        services.Part(None),
        services.Part(services.NewUnit("310151104997", "新居委会", "neighbourhood")),
    ]
    services.split(division_id=unit.pk, parts=parts, **by())
    after = tree.tree_on(DAY)
    new = after.by_code("310151104997")
    assert unit.pk in after.nodes
    assert after.home[unit.pk] == unit.pk
    assert tree.tree_on(EVE).home[new.id] == unit.pk


def test_a_village_moves_to_another_town(land):
    services.move(division_id=land["启瀛村"].pk, parent_id=land["港西镇"].pk, **by())
    assert tree.tree_on(DAY).contains(land["港西镇"].pk, land["启瀛村"].pk)
    assert tree.tree_on(EVE).contains(land["庙镇"].pk, land["启瀛村"].pk)


def test_a_rename_and_a_move_may_take_effect_on_the_same_day(land):
    unit = land["启瀛村"]
    services.rename(division_id=unit.pk, name="启东村", **by())
    services.move(division_id=unit.pk, parent_id=land["港西镇"].pk, **by())
    node = tree.tree_on(DAY).nodes[unit.pk]
    assert (node.name, node.parent_id) == ("启东村", land["港西镇"].pk)
    assert tree.tree_on(EVE).nodes[unit.pk].name == "启瀛村"


def test_a_unit_renamed_and_merged_on_one_day_ends_under_its_old_name(land):
    unit = land["启瀛村"]
    services.rename(division_id=unit.pk, name="启东村", **by())
    services.merge(division_ids=[unit.pk], into=land["联益村"].pk, **by())
    assert tree.name_on(unit.pk, DAY) == "启瀛村"


REFUSALS = [
    ("rename", {"name": " "}, {}, "名称不能为空"),
    ("rename", {"name": "启瀛村"}, {}, "与现名称相同"),
    ("rename", {"name": "联益村"}, {}, "同一上级之下已有"),
    ("rename", {"name": "新村"}, {"document": "  "}, "批准文号"),
    ("rename", {"name": "新村"}, {"on": date(2099, 1, 1)}, "晚于今天"),
    ("rename", {"name": "新村"}, {"on": date(2000, 1, 1)}, "尚不存在"),
    ("rename", {"name": "新村"}, {"on": factories.FOUNDED}, "须晚于设立当天"),
]


@pytest.mark.parametrize(("act", "fields", "order", "reason"), REFUSALS)
def test_a_refused_change_says_why_and_stores_nothing(land, act, fields, order, reason):
    with pytest.raises(Refused, match=reason):
        getattr(services, act)(division_id=land["启瀛村"].pk, **fields, **by(**order))
    assert not DivisionChange.objects.exists()
    assert not AuditEntry.objects.exists()


def test_merging_refuses_itself_twice_another_level_and_nothing(land):
    village, town = land["启瀛村"].pk, land["庙镇"].pk
    for units, into, reason in [
        ([village], village, "并入它自己"),
        ([village, village], land["联益村"].pk, "选了两次"),
        ([village, town], land["联益村"].pk, "同一层级"),
        ([village], town, "层级不同"),
        ([], village, "没有选择"),
    ]:
        with pytest.raises(Refused, match=reason):
            services.merge(division_ids=units, into=into, **by())


def test_a_code_that_any_unit_has_had_is_refused(land):
    gone = land["启瀛村"]
    services.merge(division_ids=[gone.pk], into=land["联益村"].pk, **by())
    new = services.NewUnit(gone.code, "新村", VILLAGE, land["庙镇"].pk)
    with pytest.raises(Refused, match="已被使用过"):
        services.found(new=new, **by())
    with pytest.raises(Refused, match="12位数字"):
        services.found(new=services.NewUnit("31015", "新村", VILLAGE, land["庙镇"].pk), **by())


def test_splitting_into_fewer_than_two_or_without_a_default_is_refused(land):
    new = services.NewUnit("310151104996", "甲村", VILLAGE)
    other = services.NewUnit("310151104995", "乙村", VILLAGE)
    for parts, reason in [
        ([services.Part(new)], "至少要有两个"),
        ([services.Part(new), services.Part(other)], "承接未另行指定"),
        ([services.Part(None), services.Part(None)], "只能保留一次"),
    ]:
        with pytest.raises(Refused, match=reason):
            services.split(division_id=land["启瀛村"].pk, parts=parts, **by())


def test_a_change_before_a_later_recorded_one_is_refused(land):
    unit = land["启瀛村"]
    services.rename(division_id=unit.pk, name="新村", **by())
    with pytest.raises(Refused, match="已有后来的变更"):
        services.move(division_id=unit.pk, parent_id=land["港西镇"].pk, **by(date(2024, 1, 1)))
    with pytest.raises(Refused, match="之后已有变更"):
        services.merge(
            division_ids=[land["庙镇"].pk], into=land["港西镇"].pk, **by(date(2024, 1, 1))
        )


def test_a_unit_that_is_gone_cannot_be_changed_or_chosen_as_parent(land):
    services.merge(division_ids=[land["港西镇"].pk], into=land["庙镇"].pk, **by())
    later = by(date(2025, 1, 1))
    with pytest.raises(Refused, match="已于 2024-07-01 撤销"):
        services.rename(division_id=land["港西镇"].pk, name="新镇", **later)
    with pytest.raises(Refused, match="后来已撤销"):
        services.move(division_id=land["启瀛村"].pk, parent_id=land["港西镇"].pk, **later)
    with pytest.raises(Refused, match="没有这个区划单位"):
        services.rename(division_id=0, name="新镇", **later)


def test_a_preview_shows_what_would_happen_and_keeps_nothing(land):
    unit = land["启瀛村"]
    before, after = services.preview(
        lambda: services.rename(division_id=unit.pk, name="新村", **by()), DAY
    )
    assert (before.nodes[unit.pk].name, after.nodes[unit.pk].name) == ("启瀛村", "新村")
    assert tree.tree_on(DAY).nodes[unit.pk].name == "启瀛村"
    assert not DivisionChange.objects.exists()


def test_a_change_is_audited_and_told_to_subscribers_on_commit(
    land, django_capture_on_commit_callbacks
):
    heard = []
    events.subscribe(DivisionsChanged)(heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            change = services.rename(division_id=land["启瀛村"].pk, name="新村", **by())
    finally:
        events._handlers[DivisionsChanged].remove(heard.append)
    assert heard == [DivisionsChanged(change.pk, "rename", DAY, (land["启瀛村"].pk,))]
    entry = AuditEntry.objects.get(action="divisions.rename")
    assert entry.detail["to"] == "新村"
    assert entry.detail["document"] == "崇府〔2024〕12号"
