"""The whole district at once: what trips others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.policy.books import house, toy
from tests.policy.small import book, rule
from yingzhou.policy.book import Book
from yingzhou.policy.columns import lowest
from yingzhou.policy.exclusions import PAID
from yingzhou.policy.invented import invented
from yingzhou.policy.law import Moment
from yingzhou.policy.population import load
from yingzhou.policy.run import Runner, run

JULY = Moment(2025, 7)
UNKNOWN = lowest(np.int64)
LAW = "".join(
    [
        rule("return 合计(户.成员.工资)", name="收入"),
        rule(
            "差额 = p.低保.标准 * 户.人数 - 户.收入\nreturn 较高(差额, 0)", name="救助金",
            more='给付="月"',
        ),
        rule("return 户.存款 + 户.存款", name="两倍", result="元"),
        rule("return 人.户.救助金 if 人.残疾 else 0", name="加发", who="人"),
    ]
)  # fmt: skip
AID, DOUBLE, EXTRA = ("户", "救助金"), ("户", "两倍"), ("人", "加发")


@pytest.fixture(scope="module")
def law(tmp_path_factory) -> Book:
    return book(tmp_path_factory.mktemp("law"), LAW)


def fen(*yuan: float | None) -> np.ndarray:
    return np.array([UNKNOWN if one is None else round(one * 100) for one in yuan], np.int64)


def aid(law: Book, homes: list[int], wages: np.ndarray, households: int) -> list[int]:
    people = load(law, np.array(homes, np.int32), {"人.工资": wages}, households)
    return run(people, [AID], JULY)[AID].tolist()


def test_a_household_without_members_gets_nothing_wherever_it_stands(law):
    assert aid(law, [1, 1, 3], fen(0, 0, 0), 5) == [0, 330000, 0, 165000, 0]


def test_a_district_of_nobody(law):
    assert aid(law, [], fen(), 3) == [0, 0, 0]
    assert aid(law, [], fen(), 0) == []


def test_one_fen_over_and_under_the_line(law):
    wages = fen(1650, 1649.99, 1650.01)
    assert aid(law, [0, 1, 2], wages, 3) == [0, 1, 0]


def test_unknown_households_stand_beside_known_ones(law):
    homes = [0, 0, 1, 2, 2]
    assert aid(law, homes, fen(0, 1000, None, None, 5), 3) == [230000, UNKNOWN, UNKNOWN]


def test_a_persons_result_that_does_not_need_the_unknown_is_known(law):
    columns = {"人.工资": fen(None, 0), "人.残疾": np.array([0, 1], np.int8)}
    people = load(law, np.array([0, 1], np.int32), columns, 2)
    assert run(people, [EXTRA], JULY)[EXTRA].tolist() == [0, 165000]


def test_sums_beyond_32_bits(law):
    columns = {"户.存款": fen(30_000_000, 999_999_999.99)}
    people = load(law, np.array([0, 1], np.int32), columns, 2)
    assert run(people, [DOUBLE], JULY)[DOUBLE].tolist() == [6_000_000_000, 199_999_999_998]


def test_without_any_facts_nothing_is_paid_to_anybody():
    law = house()
    people = load(law, np.array([0, 0, 1, 2], np.int32), {}, 4)
    benefits = [(entity, PAID + name) for entity, name in law.benefits]
    results = Runner(people, benefits).month(JULY)
    for key in benefits:
        assert set(results[key].tolist()) <= {0, UNKNOWN}, key
        if key[0] == "户":
            assert results[key][3] == 0


def test_another_law_does_not_leak_into_the_next_month(law):
    from yingzhou.policy.law import law as law_of

    people = load(law, np.array([0], np.int32), {"人.工资": fen(1000)}, 1)
    runner = Runner(people, [AID])
    before = runner.month(JULY)[AID].tolist()
    other = law_of(law, JULY.law_day, {"低保.标准": (180000,)})
    assert runner.month(JULY, other)[AID].tolist() == [80000]
    assert runner.month(JULY)[AID].tolist() == before == [65000]
    assert law.parameters["低保.标准"].history[-1].value == (165000,)


def test_each_month_is_computed_by_its_own_law(law):
    people = load(law, np.array([0], np.int32), {"人.工资": fen(500)}, 1)
    found = [int(one[AID][0]) for one in Runner(people, [AID]).months(Moment(2025, 5), 4)]
    assert found == [38000, 38000, 115000, 115000]


def test_results_are_kept_unless_their_reuse_is_asked_for(law):
    people = load(law, np.array([0], np.int32), {"人.工资": fen(500)}, 1)
    runner = Runner(people, [AID])
    may = runner.month(Moment(2025, 5))[AID]
    runner.month(JULY)
    assert may.tolist() == [38000]
    again = [runner.month(Moment(2025, month), reuse=True)[AID] for month in (5, 7)]
    assert again[0] is again[1]


def test_more_threads_and_more_blocks_change_nothing():
    law = toy()
    people = invented(law, 40_000, unknown=0.01)
    keys = [("户", "应发救助金"), ("人", "应发津贴"), ("人", "应发补贴"), ("人", "有地")]
    one = Runner(people.loaded(law), keys, threads=1).month(JULY)
    many = Runner(people.loaded(law), keys, threads=4).month(JULY)
    for key in keys:
        assert (one[key] == many[key]).all()
        assert (one[key] == lowest(one[key].dtype.type)).any()


@pytest.mark.parametrize("dtype", [np.int32, np.int64])
def test_columns_may_be_of_any_whole_kind_and_lie_anywhere(law, dtype):
    wide = np.array([[100_000, 7], [200_000, 7], [np.iinfo(dtype).min, 7]], dtype)
    homes = np.array([0, 1, 2], np.int32)
    flags = np.array([[True, False]] * 3)
    columns = {"人.工资": wide[:, 0], "人.残疾": flags[:, 0]}
    people = load(law, homes, columns, 3)
    results = run(people, [AID, EXTRA], JULY)
    assert results[AID].tolist() == [65000, 0, UNKNOWN]
    assert results[EXTRA].tolist() == [65000, 0, UNKNOWN]


def test_a_kernel_is_found_again_on_disk(law, tmp_path: Path, monkeypatch):
    from yingzhou.policy.compiled import kernel

    monkeypatch.setenv("YINGZHOU_POLICY_CACHE", str(tmp_path / "kernels"))
    monkeypatch.setattr(kernel, "_KEPT", {})
    assert aid(law, [0], fen(0), 1) == [165000]
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "kernels").iterdir()}
    assert files
    kernel._KEPT.clear()
    assert aid(law, [0], fen(0), 1) == [165000]
    assert files == {path: path.stat().st_mtime_ns for path in (tmp_path / "kernels").iterdir()}
