"""What only a part above knows of a person, such as what they are paid: it says so here.

    @knows("dibao_paid")
    def paid(person, day): ...   # None where nothing is known

A form or a paper names it in ``known`` as it names a register.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yingzhou.core.registry import Registry
from yingzhou.kernel.people.models import Person

Reads = Callable[[Person, date], Any]
KNOWS: Registry[Reads] = Registry("别的部分知道的")


def knows(source: str) -> Callable[[Reads], Reads]:
    return lambda read: KNOWS.add(source, read)


def above(source: str) -> Callable[[Any], Any]:
    """Reads it of whomever a register (``known.Register``) is about."""
    return lambda register: KNOWS[source](register.person, register.day)
