"""The pages as they are opened: by whom, under which address, without a compiler, at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from time import process_time

import pytest
from django.test import RequestFactory
from django.urls import reverse

from tests import factories
from tests.support.source import ROOT
from yingzhou.insight.law import views
from yingzhou.kernel.catalogue.book import book

pytestmark = pytest.mark.django_db
DAY = date(2025, 8, 1)


@pytest.fixture
def bureau(client_as, stop_clock):
    stop_clock(DAY)
    return client_as("bureau")


def text(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_works_with_people_may_read_the_law_and_who_keeps_the_system_need_not(client_as):
    for role in ("leader", "bureau", "town", "village"):
        assert client_as(role).get("/desk/policy/").status_code == 200
    for role in ("administrator", "auditor"):
        assert client_as(role).get("/desk/policy/").status_code == 403


def test_the_menu_of_the_desk_leads_there(bureau):
    assert "政策规则" in text(bureau, "/desk/")


def test_browsing_keeps_what_was_asked(bureau):
    page = text(bureau, "/desk/policy/", q="低保", only="unverified", when="all")
    assert 'value="低保"' in page
    assert page.count("checked") == 2
    assert "没有找到“没有这样的政策”" in text(bureau, "/desk/policy/", q="没有这样的政策")


def test_a_rule_shows_text_clause_versions_graph_examples_and_doubts(bureau):
    page = text(bureau, reverse("law:rule", args=["户", "低保边缘家庭"]))
    for said in ("低收入困难家庭", "2024-12-30", "第十一条", "<svg", "全部和手算相符", "未核实"):
        assert said in page


def test_an_old_name_leads_on_and_an_unknown_one_is_not_found(bureau):
    named = {key: lineage for key, lineage in book().names.items() if key[1] != lineage}
    for (entity, old), new in named.items():
        answer = bureau.get(reverse("law:rule", args=[entity, old]))
        assert answer.url == reverse("law:rule", args=[entity, new])
    assert bureau.get(reverse("law:rule", args=["户", "没有"])).status_code == 404
    assert bureau.get(reverse("law:parameter", args=["没有"])).status_code == 404
    assert bureau.get(reverse("law:fact", args=["人", "没有"])).status_code == 404


def test_a_parameter_shows_its_history_and_marks_what_nobody_verified(client_as, stop_clock):
    stop_clock(date(2026, 8, 1))
    page = text(client_as("bureau"), reverse("law:parameter", args=["低保.标准"]))
    assert "1,690.00 元/人/月" in page
    assert "未核实" in page
    assert "推断数" in page


def test_every_page_of_the_whole_book_opens(bureau):
    addresses = [reverse("law:rule", args=key) for key in book().rules]
    addresses += [reverse("law:parameter", args=[name]) for name in book().parameters]
    addresses += [reverse("law:fact", args=key) for key in book().inputs]
    addresses += [reverse("law:try") + f"?rule={'.'.join(key)}" for key in book().rules]
    shut = [address for address in addresses if bureau.get(address).status_code != 200]
    assert shut == []


def test_pages_come_at_once(db, stop_clock):
    """In time of the processor: the machine may be busy. The client would keep every context."""
    stop_clock(DAY)
    user = factories.user_with("bureau")
    for view, address, given in (
        (views.browse, "/desk/policy/", {}),
        (views.rule, "/desk/policy/rule/", {"entity": "户", "name": "低保金"}),
        (views.parameter, "/desk/policy/parameter/", {"name": "低保.标准"}),
        (views.bench, "/desk/policy/try/?example=relief/dibao/5", {}),
    ):
        fastest = min(_seconds(view, address, user, given) for _ in range(6))
        assert fastest < 0.1, f"{address} took {fastest:.3f} s"


def _seconds(view, address, user, given) -> float:
    request = RequestFactory().get(address)
    request.user, request.htmx = user, False
    begun = process_time()
    assert view(request, **given).status_code == 200
    return process_time() - begun


NO_COMPILER = """
import sys
import django
django.setup()
from django.test import RequestFactory
from types import SimpleNamespace
from yingzhou.insight.law import views
user = SimpleNamespace(is_authenticated=True, may=lambda permission: True, display_name="某")
def opened(view, address, **given):
    request = RequestFactory().get(address)
    request.user, request.htmx = user, True
    assert view(request, **given).status_code == 200, address
from django.template import engines
opened(views.bench, "/desk/policy/try/?example=relief/dibao/1")
from yingzhou.insight.law.selectors import drawing, figure, graph, rule, shelf, worked
from yingzhou.core import clock
day = clock.today()
shelf.shelves(shelf.Wish(), day)
rule.page(("户", "低保金"), day)
worked.mentioning(("户", "低保金"))
figure.page("低保.标准", day)
loaded = [name for name in ("numba", "llvmlite", "polars", "pyspark") if name in sys.modules]
print(",".join(loaded))
"""


def test_no_page_waits_for_a_compiler():
    """In a process of its own: this one may have compiled something for another test."""
    done = subprocess.run(
        [sys.executable, "-c", NO_COMPILER], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
