"""What of a person may stand on a public notice (社会救助条例 第48条: 以必要为限)."""

from __future__ import annotations

import re

from yingzhou.kernel.people.names import mask_name

__all__ = ["mask_address", "mask_name"]
_AS_FAR_AS = re.compile(r"^.*?(?:\d+|[一二三四五六七八九十]+)(?:组|队)")
_HOUSE = re.compile(r"\s*[0-9０-９甲乙丙丁一二三四五六七八九十百]+(?:弄|号|幢|栋|室|单元).*$")
_ANY_NUMBER = re.compile(r"\s*[0-9０-９].*$")


def mask_address(address: str) -> str:
    """As far as the group of the village: ``庙镇启瀛村3组12号`` → ``庙镇启瀛村3组``, and in town
    as far as the street: ``城桥镇南门12号301室`` → ``城桥镇南门``."""
    group = _AS_FAR_AS.match(address)
    if group:
        return group[0]
    return _ANY_NUMBER.sub("", _HOUSE.sub("", address)).strip()
