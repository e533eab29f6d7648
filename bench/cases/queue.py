"""An officer's queue with a million cases in the table.

    YINGZHOU_VAR=… [DATABASE_URL=postgres://…] .venv/bin/python -m bench.cases.queue

On a database that ``yingzhou demo`` built, which it fills up and spoils. Bar: the page under 50 ms,
at most 12 queries.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
CASES = 1_000_000
OPEN_SHARE = 0.03
ITEM = "relief/dibao"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("YINGZHOU_DEMO", "1")
    import django

    django.setup()
    from django.db import connection

    from yingzhou.kernel.cases.models import Case

    missing = CASES - Case.objects.count()
    if missing > 0:
        print(f"filling up: {missing} cases …")
        _fill(missing)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    _measure()


def _fill(count: int) -> None:
    from yingzhou.core import clock
    from yingzhou.demo import bulk
    from yingzhou.kernel.cases.models import Case, Clock
    from yingzhou.kernel.catalogue.items import items
    from yingzhou.kernel.catalogue.versions import version_of

    dice = random.Random(4)
    version = version_of(items()[ITEM], clock.now())
    first = (Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    others = {
        one.name: one.get_default()
        for one in Case._meta.concrete_fields
        if one.has_default() and one.name not in FIELDS
    } | {"only_one": False}  # more of them than people
    rest = tuple(others.values())
    rows = (row + rest for row in _rows(count, first, version.pk, dice))
    bulk.insert(Case, [*FIELDS, *others], rows)
    today = clock.today()
    open_cases = Case.objects.filter(pk__gte=first, is_open=True).values_list("pk", "due_on")
    rows = [
        (pk, "total", "全部办完", "民发〔2021〕57号", "memory", str(today - timedelta(days=20)), 30,
         0, 15, "workdays", str(due), "", "town", True, "")
        for pk, due in open_cases
    ]  # fmt: skip
    bulk.insert(
        Clock,
        ["case", "key", "name", "basis", "confidence", "started_on", "length", "extended",
         "may_extend", "unit", "due_on", "on_end", "holder", "is_promise", "ended_how"],
        rows,
    )  # fmt: skip


FIELDS = [
    "number", "place", "year", "running", "item", "version", "applicant", "home", "desk",
    "channel", "stage", "by", "task", "is_open", "is_paused", "outcome", "answers",
    "steps_taken", "due_on", "received_at", "stage_since", "reason",
]  # fmt: skip


def _rows(count: int, first: int, version: int, dice: random.Random) -> Iterator[tuple]:
    """Reads what it needs at once: PostgreSQL answers nothing else while rows are coming in."""
    from yingzhou.core import clock
    from yingzhou.kernel.divisions.tree import tree_on
    from yingzhou.kernel.people.models import Person

    tree = tree_on(clock.today())
    towns = [(town.id, [child.id for child in tree.children.get(town.id, ())] or [town.id])
             for town in tree.towns()]  # fmt: skip
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:200_000])
    return _made(count, first, version, dice, towns, people)


def _made(
    count: int, first: int, version: int, dice: random.Random, towns: list, people: list[int]
) -> Iterator[tuple]:
    """Applicants are all different for open cases: the same matter is open once."""
    from yingzhou.core import clock, crypto

    sealed = crypto.seal(b'{"values": {}, "members": [], "known": {}, "papers": []}')
    now = clock.now()
    for number in range(count):
        is_open = dice.random() < OPEN_SHARE
        town, villages = dice.choice(towns)
        stage, task, by = dice.choice(STAGES) if is_open else ("granted", "", "system")
        due = clock.today() + timedelta(days=dice.randint(-5, 30)) if is_open else None
        then = now - timedelta(days=dice.randint(0, 30 if is_open else 2000))
        yield (
            f"B-{first + number}", town, then.year + 100, first + number, ITEM, version,
            people[number % len(people)], dice.choice(villages), town if is_open else None,
            "counter", stage, by, task, is_open, False, "" if is_open else "granted", sealed, 3,
            _text(due), then.isoformat(), then.isoformat(), f"{number}" if is_open else "",
        )  # fmt: skip


STAGES = (
    ("received", "cases.receive", "counter"), ("survey", "cases.handle", "town"),
    ("visit", "cases.handle", "town"), ("confirm", "cases.decide", "town"),
)  # fmt: skip


def _text(day: date | None) -> Any:
    return day.isoformat() if day else None


def _measure() -> None:
    from _timing import compare
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from yingzhou.core import clock
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.cases.selectors import queue

    variants = {}
    for login in ("town", "approver", "counter", "bureau"):
        user = User.objects.get(username=login)

        def page(login: str = login) -> None:
            fresh = User.objects.get(username=login)
            queue.counts(fresh)
            queue.page(queue.todo(fresh), fresh, clock.today())

        variants[f"{login}: selectors"] = page
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user, backend="yingzhou.kernel.accounts.backend.StaffBackend")
        variants[f"{login}: /desk/"] = lambda client=client: client.get("/desk/").getvalue()
        client.get("/desk/").getvalue()  # what a running server has at hand is read once
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk/").getvalue()
        asked = [q for q in captured.captured_queries if q["sql"].split()[0] == "SELECT"]
        print(f"  {login}: {len(asked)} queries")
    compare("the queue with 1,000,000 cases (bar: 50 ms)", variants, times=10)


if __name__ == "__main__":
    main()
