"""The villages, with their shares of the registered and of the newcomers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.divisions import tree
from yingzhou.kernel.divisions.models import Division

DATA = Path(tree.__file__).parent / "data"
# Where the shipyards, the bridge and the county seat are, more people come from elsewhere.
_NEWCOMER_PULL = {"长兴镇": 5.0, "陈家镇": 2.2, "城桥镇": 1.6, "堡镇": 1.1}


@dataclass
class Places:
    """Columns over villages and neighbourhoods (no statistical units), in order of code."""

    ids: np.ndarray
    names: list[str]
    codes: list[str]
    is_village: np.ndarray
    town: np.ndarray
    town_ids: np.ndarray
    town_names: list[str]
    town_points: np.ndarray
    residents: np.ndarray
    registered_weights: np.ndarray
    newcomer_weights: np.ndarray

    def of_town(self, town: int) -> np.ndarray:
        return np.flatnonzero(self.town == town)


def load_places(today_tree: tree.Tree) -> Places:
    """The divisions of the database, weighted by the towns' published residents (towns.csv)."""
    towns = sorted(today_tree.towns(), key=lambda node: node.code)
    index = {town.id: i for i, town in enumerate(towns)}
    villages = sorted(
        (v for v in today_tree.villages() if v.parent_id in index), key=lambda v: v.code
    )
    residents = _residents_by_town([town.code for town in towns])
    town = np.array([index[v.parent_id] for v in villages if v.parent_id])
    is_village = np.array([v.kind == Division.Kind.VILLAGE for v in villages])
    size = rng("village sizes").lognormal(0, 0.35, len(villages)) * np.where(is_village, 1.0, 1.15)
    share = size / np.bincount(town, size, len(towns))[town]
    pull = np.array([_NEWCOMER_PULL.get(t.name, 0.35) for t in towns])
    newcomers = residents * pull / (residents * pull).sum()
    people = stocks()["people"]
    settled = people["registered_2020"] - people["living_outside_2020"]
    strangers = people["resident_2020"] - settled
    registered = np.maximum(residents - newcomers * strangers, residents * 0.3)
    return Places(
        ids=np.array([v.id for v in villages]),
        names=[v.name for v in villages],
        codes=[v.code for v in villages],
        is_village=is_village,
        town=town,
        town_ids=np.array([t.id for t in towns]),
        town_names=[t.name for t in towns],
        town_points=np.array([(t.lon, t.lat) for t in towns], float),
        residents=residents,
        registered_weights=registered[town] * share,
        newcomer_weights=newcomers[town] * share,
    )


def _residents_by_town(codes: list[str]) -> np.ndarray:
    with (DATA / "towns.csv").open(encoding="utf-8") as file:
        published = {
            row["code"]: int(row["resident_population_estimate"]) for row in csv.DictReader(file)
        }
    return np.array([published[code] for code in codes], float)
