"""Addresses that look real: the village, a lane or group, a house. The numbers are drawn."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.places import Places


def addresses(places: Places, village: np.ndarray, generator: np.random.Generator) -> list[str]:
    """One address for each index into the villages."""
    rural = places.is_village[village]
    group = generator.integers(1, 34, len(village)).tolist()
    house = generator.integers(1, 1450, len(village)).tolist()
    room = (
        generator.integers(1, 7, len(village)) * 100 + generator.integers(1, 5, len(village))
    ).tolist()
    base = [
        f"{places.town_names[places.town[i]]}{short_name(places.names[i])}"
        for i in range(len(places.ids))
    ]
    return [
        f"{base[v]}{g}组{h}号" if r else f"{base[v]}{h % 180 + 1}号{room[i]}室"
        for i, (v, g, h, r) in enumerate(
            zip(village.tolist(), group, house, rural.tolist(), strict=True)
        )
    ]


def short_name(name: str) -> str:
    """``南门居委会`` → ``南门``, ``万安村委会`` → ``万安村``, ``聚训村村委会`` → ``聚训村``."""
    if name.endswith("村村委会"):
        return name.removesuffix("村委会")
    if name.endswith("村委会"):
        return name.removesuffix("委会")
    return name.removesuffix("居委会")
