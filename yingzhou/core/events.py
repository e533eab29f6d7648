"""Programmes react to each other only through these: frozen dataclasses, published on commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

Handler = Callable[[Any], None]
_handlers: dict[type, list[Handler]] = defaultdict(list)


def subscribe(event_type: type) -> Callable[[Handler], Handler]:
    """Decorator: call the function with every published event of ``event_type``."""

    def register(handler: Handler) -> Handler:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


def publish(event: Any) -> None:
    """Hand ``event`` to its subscribers once the surrounding transaction has committed."""
    for handler in tuple(_handlers[type(event)]):
        transaction.on_commit(partial(handler, event))
