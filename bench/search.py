"""The search for persons: what a forgiving search costs beside an exact one.

    .venv/bin/python bench/search.py

Bar: a search page under 100 ms with the whole district; here the selector alone, without page and
audit. Three reaches: the district, a town, a village.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _routes import TOWN_CODE, VILLAGE_CODE, searched
from _timing import compare, django_setup


def main() -> None:
    django_setup()
    from yingzhou.core import clock
    from yingzhou.kernel.divisions.tree import tree_on
    from yingzhou.kernel.people.selectors import search

    day = clock.today()
    tree = tree_on(day)
    town, village = tree.by_code(TOWN_CODE), tree.by_code(VILLAGE_CODE)
    if town is None or village is None:
        raise SystemExit("this database holds no demo district: run make demo first")
    reaches = {
        "district": None,
        town.name: tree.within(town.id),
        village.name: tree.within(village.id),
    }
    one, asked = searched()
    asked = {"number": str(one.id_number), **asked}
    for name, ids in reaches.items():
        compare(
            f"{name} (ratio to the exact number)",
            {
                what: lambda text=text, ids=ids: search(text, ids, day)
                for what, text in asked.items()
            },
            times=7,
        )


if __name__ == "__main__":
    main()
