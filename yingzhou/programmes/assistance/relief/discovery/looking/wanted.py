"""The benefits that somebody may be entitled to without knowing."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.payments.benefits import Benefit, benefits
from yingzhou.programmes.assistance.relief.discovery.files import house


def wanted(day: date) -> list[Benefit]:
    return [one for one in benefits(day).values() if one.code not in house().leave_out]
