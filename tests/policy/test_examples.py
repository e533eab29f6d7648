"""Every worked example of the house's rules: they are the specification."""

from __future__ import annotations

import pytest

from tests.policy.books import house
from tests.policy.near import house_examples
from yingzhou.policy.cases import Example, run
from yingzhou.policy.check import check
from yingzhou.policy.explain import told


def label(example: Example) -> str:
    return f"{'/'.join(example.file.split('/')[-4:-1])}: {example.name}"


@pytest.mark.parametrize("example", house_examples(), ids=label)
def test_example(example: Example):
    misses = run(house(), example)
    trace = [line for miss in misses[:1] for line in told(miss.evaluation)]
    assert not misses, "\n".join([*map(str, misses), *trace])


def test_the_book_holds_together_on_every_day_on_which_anything_changes():
    assert len(check(house())) > 10


@pytest.mark.parametrize("benefit", house().benefits, ids=".".join)
def test_every_benefit_has_at_least_eight_examples(benefit: tuple[str, str]):
    """Of itself or of what is paid of it after exclusions."""
    names = {benefit, (benefit[0], f"应发{benefit[1]}"), (benefit[0], f"排除后{benefit[1]}")}
    count = sum(
        any(house().find(name) in names for name in example.expect) for example in house_examples()
    )
    assert count >= 8
