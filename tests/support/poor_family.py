"""A family of three generations in the demo's own town, and a clerk of another town's counter: put
into the site's database by a process of its own, as register and accounts would."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.support.source import ROOT

SCRIPT = """
import django; django.setup()
import json, sys
from datetime import date
from tests import factories
from yingzhou.kernel.accounts.demo_accounts import DEMO_PASSWORD
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import CareLevel, Household
from yingzhou.core import clock
at = int(sys.argv[1]); number = f"STORY{at}"
tree = tree_on(clock.today())
town = Division.objects.get(code="310151101000")
inside = [node.id for node in tree.children[town.pk] if node.kind == "village"]
home = Division.objects.get(pk=inside[0])
old = factories.person("陆阿婆", date(1944, 3, 4 + at), home=home, household=number, relation=5)
mother = factories.person("陆桂英", date(1984, 2, at), home=home, household=number, relation=1)
child = factories.person("陆小满", date(2014, 9, at), 1, home=home, household=number, relation=3)
since = date(2024, 7, 1)
for one in (old, mother, child):
    factories.income(one, since=since)
factories.assets(Household.objects.get(number=number), since=since, homes=0, floor_area=0)
CareLevel.objects.create(person=old, level=4, valid_from=date(clock.today().year, 1, 1))
away = Division.objects.filter(level=town.level, code__startswith="3101511").exclude(pk=town.pk)
clerk = factories.user_with("counter", away.order_by("code").first())
clerk.username, clerk.name, clerk.is_demo = f"elsewhere{at}", "外镇窗口", True
clerk.set_password(DEMO_PASSWORD); clerk.save()
print(json.dumps([old.pk, mother.pk, str(mother.id_number), clerk.username]))
"""


@dataclass(frozen=True)
class Family:
    """Keys and identity number of who is asked for by the story; ``clerk``: of the other town."""

    old: int
    mother: int
    number: str
    clerk: str


def settle_in(environment: dict[str, str], at: int = 1) -> Family:
    """They live in the site's database now; ``at``: one family a story."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(at)], cwd=ROOT, env=environment, check=True, timeout=120,
        capture_output=True, text=True,
    )  # fmt: skip
    said: Any = json.loads(done.stdout.strip().splitlines()[-1])
    return Family(*said)
