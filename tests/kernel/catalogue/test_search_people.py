"""What real people type, by what they have in mind: the service is among the first three."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.search import search

TABLE = yaml.safe_load(Path(__file__).with_name("people_type.yaml").read_text("utf-8"))
ASKED = [
    pytest.param(str(typed), wanted.split(), id=f"{kind}-{typed}")
    for kind, rows in TABLE.items()
    for typed, wanted in rows.items()
]


def codes(typed: str, many: int) -> list[str]:
    return [one.item.code for one in search(typed)[:many]]


@pytest.mark.parametrize(("typed", "wanted"), ASKED)
def test_what_people_type_finds_what_they_need(typed, wanted):
    named = [one.removeprefix("!") for one in wanted]
    assert [code for code in named if code not in items()] == [], (
        "the table names what is not there"
    )
    need = {one for one in wanted if not one.startswith("!")}
    noise = set(named) - need
    assert need <= set(codes(typed, 3)), [(one.item.code, one.why) for one in search(typed)[:5]]
    assert not noise & set(codes(typed, 5))
