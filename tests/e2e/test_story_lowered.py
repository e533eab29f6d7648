"""陆桂英 earns something now: her family goes on getting what it got until it was heard, reads what
was found and what it comes to, the village sits down over it, and from the month after the decision
a smaller amount is paid. She may appeal. One browser, four months."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Site, serving
from tests.e2e.test_story_assistance import Story, _at_home, _is_paid
from tests.support import poor_family
from tests.support.casework import head, take
from tests.support.source import ROOT
from tests.support.story import reads_well
from yingzhou.core.workdays import add_workdays

pytestmark = pytest.mark.browser
SETTLED = """
import django; django.setup()
from datetime import date
from yingzhou.core import audit, clock
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.services import awards
from yingzhou.kernel.people.models import Enrolment, Household, Person
from yingzhou.kernel.people.services import enrol
from tests.support.killing_money import _account
mother = Person.objects.get(pk={mother})
since = date(2024, 7, 1)
enrol(roll=Enrolment.Roll.DIBAO, holder=mother, since=since, actor=audit.SYSTEM, at=clock.now())
awards.begin(benefit=benefits()["relief/dibao"], holder=Household.objects.get(number="STORY1"),
             payee=mother, since=since, actor=audit.Actor(1, "经办"), at=clock.now())
_account(mother.pk).save()
"""
EARNS = """
import django; django.setup()
from datetime import date
from tests import factories
from yingzhou.kernel.people.models import Person
mother = Person.objects.get(pk={mother})
day = date.fromisoformat("{day}")
mother.incomes.filter(valid_to__gt=day).update(valid_to=day)
factories.income(mother, since=day, wage=150_000)
"""
SIGNED = """
import django; django.setup()
import json
from yingzhou.kernel.cases.models import Case
case = Case.objects.get(item="relief/dibao_review", applicant={mother})
for member in case.answers["members"]:
    member["values"] |= {{"consent": True}}
    member["signed"] = "窗口看过"
case.save(update_fields=["answers"])
print(json.dumps(case.number))
"""


def _done(story: Story, script: str, **filled: object) -> str:
    """As registers and counters would; what the script printed last."""
    done = subprocess.run(
        [sys.executable, "-c", script.format(**filled)], cwd=ROOT, env=story.site.environment,
        check=True, timeout=120, capture_output=True, text=True,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else ""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    """Its own: another story pays the same months."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("lowered")
    others = shutil.ignore_patterns("policy")  # what another site has read from its registers
    shutil.copytree(settings.VAR_DIR, folder / "var", ignore=others)
    with serving(django_db_blocker, folder, folder / "var") as made:
        yield made


@pytest.fixture
def story(page, login, site) -> Iterator[Story]:
    yield Story(page, login, site)
    site.clock.unlink(missing_ok=True)


def test_a_family_gets_less_only_after_it_was_heard(story, axe):
    family = poor_family.settle_in(story.site.environment)
    _done(story, SETTLED, mother=family.mother)
    first = _is_paid(story, family)
    month = add_workdays(story.day, 1)
    _done(story, EARNS, mother=family.mother, day=month.replace(day=1).isoformat())
    assert _is_paid(story, family) == first, "nothing is taken before they were heard"
    number = _done(story, SIGNED, mother=family.mother)
    announced = _is_looked_into_and_told(story, family, number, axe)
    assert announced < first
    _the_village_sits_down(story, number)
    _is_decided(story, number)
    assert _is_paid(story, family) == announced
    _reads_at_home(story, number, axe)


def _is_looked_into_and_told(story: Story, family, number: str, axe) -> int:
    """The amount of the notice, in fen; she does not agree with it."""
    page = story.page
    story.later(1)
    story.enter("town")
    page.goto(f"/desk/cases/{number}/")
    take(page, "collected", "核对完了")
    head(page, "入户复核")
    story.later(2)
    story.enter("town")
    page.goto(f"/desk/cases/{number}/")
    page.locator("#way-change").locator("summary").click()
    way = page.locator("#way-change")
    way.locator("[name=s-visited_on]").fill(story.day.isoformat())
    way.locator("[name=s-visitors]").fill("张三、李四")
    way.locator("[name=s-living]").fill("陆桂英在镇上超市理货, 每月工资一千五百元")
    way.locator("[name=words]").fill("家里多了工资收入")
    take(page, "change", "金额要变")
    head(page, "听取当事人意见")
    _at_home(story, family)
    page.goto(f"/my/cases/{number}/")
    reads_well(page, axe)
    told = _letter(story, number, "拟调整低保金告知书")
    assert "理货" in str(told["facts"])
    said = re.search(r"按这些情况算, 每月 ([\d,.]+) 元", str(told["paragraphs"]))
    assert said is not None, told
    page.get_by_role("link", name="说明意见").click()
    page.locator("input[name=agrees][value='0']").check()
    page.locator("[name=statement]").fill("我只做半天, 不一定做得长")
    page.click("button.btn-next")
    expect(page.locator("main")).to_contain_text("作决定")
    return round(float(said[1].replace(",", "")) * 100)


LETTER = """
import django; django.setup()
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.notices.models import Letter
case = Case.objects.get(number="{number}")
print(Letter.objects.get(about=f"case:{{case.pk}}", title__endswith="{title}").content)
"""


def _letter(story: Story, number: str, title: str) -> dict:
    return _done(story, LETTER, number=number, title=title)


def _the_village_sits_down(story: Story, number: str) -> None:
    page = story.page
    story.later(1)
    story.enter("town")
    page.goto(f"/desk/cases/{number}/")
    take(page, "to_village", "请村居议事")
    head(page, "村居议事")
    story.enter("village")
    page.goto(f"/desk/cases/{number}/")
    way = page.locator("#way-deliberated")
    way.locator("[name=s-met_on]").fill(story.day.isoformat())
    way.locator("[name=s-present]").fill("村主任、邻居甲、村民代表乙")
    way.locator("input[name=s-heard][value='1']").check()
    way.locator("[name=s-agreed]").fill("2")
    way.locator("[name=s-opposed]").fill("1")
    way.locator("[name=s-opinion]").fill("两人认为有工资应当减, 一人认为工作不稳")
    take(page, "deliberated", "记下议事结果")


def _is_decided(story: Story, number: str) -> None:
    page = story.page
    story.later(1)
    story.enter("approver")
    page.goto(f"/desk/cases/{number}/")
    take(page, "adjust", "调整金额")
    head(page, "已调整")
    told = _letter(story, number, "低保金调整决定书")
    assert "一人认为工作不稳" in str(told["facts"])


def _reads_at_home(story: Story, number: str, axe) -> None:
    """She is still signed in."""
    page = story.page
    for address in ("/my/household/", "/my/money/", f"/my/cases/{number}/"):
        page.goto(address)
        reads_well(page, axe)
    expect(page.locator("main")).to_contain_text("不服决定, 申请复核")
