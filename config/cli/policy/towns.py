"""From the division of each person and household to its town, as group numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

ELSEWHERE = "未落到街镇"


def towns_of(
    division_of: Mapping[str, np.ndarray], day: date
) -> tuple[list[str], dict[str, np.ndarray]]:
    """Names of the towns, and for each entity the place in them of every instance.

    The last name is for those whose division is in no town on ``day``.
    """
    import numpy as np

    from yingzhou.kernel.divisions.models import Division
    from yingzhou.kernel.divisions.tree import tree_on

    tree = tree_on(day)
    towns = sorted(tree.at_level(Division.Level.TOWN), key=lambda node: node.code)
    place = {node.id: number for number, node in enumerate(towns)}

    def group(division: int) -> int:
        path = tree.path(tree.home.get(division, division))
        return next((place[node.id] for node in path if node.id in place), len(towns))

    made = {}
    for entity, divisions in division_of.items():
        known, where = np.unique(divisions, return_inverse=True)
        made[entity] = np.array([group(int(one)) for one in known], np.int64)[where]
    return [*(node.name for node in towns), ELSEWHERE], made
