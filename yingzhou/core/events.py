"""Programmes react to each other only through these: frozen dataclasses, published on commit.

An event is written down in the transaction that publishes it, once for each handler, and handled
right after the commit. A process that dies in between loses nothing: the worker hands over what was
left (:func:`hand_over_pending`). Handler and crossing-out are one transaction, so what a handler
does in the database happens once. Fields are numbers, text, dates, tuples of them, or None.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any, get_type_hints

from django.conf import settings
from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.models import QueuedEvent

log = logging.getLogger("yingzhou.events")
Handler = Callable[[Any], None]
_handlers: dict[type, list[Handler]] = defaultdict(list)
_conditions: dict[Handler, Callable[[Any], bool]] = {}
_unheard: ContextVar[frozenset[type]] = ContextVar("unheard", default=frozenset())
FIRST_RETRY = timedelta(seconds=30)
LAST_RETRY = timedelta(hours=1)


def subscribe(
    event_type: type, when: Callable[[Any], bool] | None = None
) -> Callable[[Handler], Handler]:
    """Decorator: call the function with every published event of ``event_type``; of those alone for
    which ``when`` holds, which is asked at once and must not ask the database."""

    def register(handler: Handler) -> Handler:
        if when is not None:
            _conditions[handler] = when
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


@contextmanager
def unheard(*event_types: type) -> Iterator[None]:
    """Events of these types are told to nobody: in the demo's past there was nobody to hear."""
    token = _unheard.set(_unheard.get() | set(event_types))
    try:
        yield
    finally:
        _unheard.reset(token)


def publish(event: Any) -> None:
    """Hand ``event`` to its subscribers once the surrounding transaction has committed."""
    if type(event) in _unheard.get():
        return
    handlers = tuple(one for one in _handlers[type(event)] if _concerns(one, event))
    if not handlers:
        return
    now = clock.now()
    content = json.dumps(asdict(event), ensure_ascii=False, default=_iso)
    with transaction.atomic():
        for handler in handlers:
            row = QueuedEvent.objects.create(
                event=_name_of(type(event)),
                handler=_name_of(handler),
                content=content,
                at=now,
                next_try=now + FIRST_RETRY,  # until then it is this process's own business
            )
            transaction.on_commit(partial(hand_over, row.pk))


def _concerns(handler: Handler, event: Any) -> bool:
    when = _conditions.get(handler)
    return when is None or when(event)


def hand_over(pk: int) -> bool:
    """Handles one written event, unless it is done or another process is at it. A failure is kept
    with the event and tried again later; the tests want to see it at once."""
    try:
        with transaction.atomic():
            row = (
                QueuedEvent.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=pk)
                .first()
            )
            if row is None:
                return False
            event = _event(row)
            _handler(row.handler, type(event))(event)
            row.delete()
    except Exception as error:
        _failed(pk, error)
        if getattr(settings, "EVENTS_RAISE", False):
            raise
        return False
    return True


def hand_over_pending(most: int = 200) -> int:
    """What a dead process left behind and what failed before: how many were handled."""
    due = QueuedEvent.objects.filter(next_try__lte=clock.now()).order_by("pk")
    return sum(hand_over(pk) for pk in due.values_list("pk", flat=True)[:most])


def _failed(pk: int, error: Exception) -> None:
    log.exception("event %s failed", pk)
    row = QueuedEvent.objects.filter(pk=pk).first()
    if row is None:
        return
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:500]
    row.next_try = clock.now() + min(FIRST_RETRY * 2 ** min(row.attempts, 10), LAST_RETRY)
    row.save()


def _handler(name: str, event_type: type) -> Handler:
    """The subscriber of that name; its module is imported where this process has not done so."""
    known = (one for one in _handlers[event_type] if _name_of(one) == name)
    return next(known, None) or _found(name)


def _iso(value: date) -> str:
    return value.isoformat()


def _name_of(thing: Any) -> str:
    return f"{thing.__module__}:{thing.__qualname__}"


def _found(name: str) -> Any:
    module, _, path = name.partition(":")
    found: Any = import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


def _event(row: QueuedEvent) -> Any:
    kind = _found(row.event)
    hints = get_type_hints(kind)
    values = json.loads(row.content)
    return kind(**{name: _read(value, hints[name]) for name, value in values.items()})


def _read(value: Any, hint: Any) -> Any:
    words = str(hint)
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str) and "datetime.datetime" in words:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and "datetime.date" in words:
        return date.fromisoformat(value)
    return value
