"""Topics to browse by, with how many services stand under each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.schema import TOPICS
from yingzhou.web.portal.entering import online

ICONS = {
    "困难救助": "ti-heart-handshake", "养老": "ti-home-heart", "残疾人": "ti-wheelchair",
    "孩子": "ti-mood-kid", "婚姻": "ti-hearts", "身后事": "ti-candle", "证明": "ti-certificate",
    "社区": "ti-building-community", "社会组织": "ti-users-group",
    "志愿和慈善": "ti-clock-heart", "区划地名": "ti-map-pin", "监督和公开": "ti-eye-check",
    "医保社保": "ti-shield-heart", "就业": "ti-briefcase", "住房": "ti-home",
    "户籍证照": "ti-id", "卫生计生": "ti-stethoscope", "退役军人": "ti-medal",
    "档案法律": "ti-archive", "其他": "ti-dots",
}  # fmt: skip


@dataclass(frozen=True)
class Topic:
    name: str
    icon: str
    count: int


def topics(day: date) -> list[Topic]:
    counted = Counter(topic for item in items(day).values() for topic in item.topics)
    return [
        Topic(name, ICONS.get(name, "ti-point"), counted[name]) for name in TOPICS if counted[name]
    ]


def under(topic: str, day: date) -> list[Item]:
    """What can be applied for here first."""
    found = [item for item in items(day).values() if topic in item.topics]
    return sorted(found, key=lambda item: (not online(item), item.apply is None, item.code))
