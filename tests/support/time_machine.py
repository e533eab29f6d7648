"""Moves the clock of a served site: tests write a moment into a file, and it is that time there.

Only the settings of the tests know of it. Without the file it is now.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from yingzhou.core import clock

FILE = "YINGZHOU_TEST_CLOCK"


class TimeMachine:
    """Middleware, the outermost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.file = Path(os.environ[FILE])

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.file.exists():
            return self.get_response(request)
        with clock.stopped_at(datetime.fromisoformat(self.file.read_text())):
            return self.get_response(request)
