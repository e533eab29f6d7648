"""``python -m django prepare_district DAY``: the process behind :mod:`..prepare`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from yingzhou.kernel.catalogue import prepare


class Command(BaseCommand):
    help = "Snapshot of the registry and machine code of the rules, unless they are there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=date.fromisoformat, help="Whose facts, as 2026-11-01.")

    def handle(self, *_: Any, day: date, **__: Any) -> None:
        prepare.in_turn(day)
