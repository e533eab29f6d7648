"""From a figure to what its source is: links beside it, and the list they lead to."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from yingzhou.insight.law.selectors import origins
from yingzhou.insight.law.templatetags.law_sources import cited
from yingzhou.kernel.catalogue.sources import sources

ADDRESS = "/desk/policy/sources/"


def test_a_code_becomes_a_link_that_says_what_it_is():
    shown = cited("标准 [S:W5], 日期 [K]")
    assert shown.startswith(f'标准 <a class="law-cite" href="{ADDRESS}#W5" title="')
    assert "shine.cn/news/metro/1806297592" in shown
    assert f'href="{ADDRESS}#mark-memory"' in shown


def test_nothing_written_in_a_note_becomes_markup():
    shown = cited("<b>粗</b> & [S:W5]<script>")
    assert shown.startswith("&lt;b&gt;粗&lt;/b&gt; &amp; <a ")
    assert shown.endswith("</a>&lt;script&gt;")
    assert cited('[S:NEW] "引"') == "[S:NEW] &quot;引&quot;"


def test_the_best_sources_stand_first_and_none_is_left_out():
    page = origins.page()
    assert [one.grade.code for one in page.graded] == ["A", "B", "C"]
    shown = [*page.marks, *page.facts, *(one for group in page.graded for one in group.entries)]
    assert sorted(one.code for one in shown) == sorted(one.code for one in sources().entries)


@pytest.mark.parametrize("typed", ["W5]", "1806297592", "医疗救助 提高", "[s:w5]"])
def test_a_source_is_found_by_code_address_or_words(typed):
    found = [one.code for group in origins.page(typed).graded for one in group.entries]
    assert "[S:W5]" in found
    assert len(found) < 12


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def bureau(self, client_as, stop_clock):
        stop_clock(date(2025, 8, 1))
        return client_as("bureau")

    def text(self, client, address, **query):
        answer = client.get(address, query)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_the_parameter_leads_to_an_entry_that_is_there(self, bureau):
        page = self.text(bureau, reverse("law:parameter", args=["低保.标准"]))
        there = self.text(bureau, ADDRESS)
        for anchor in ("W64", "W67", "mark-memory", "facts-a.1"):
            assert f'href="{ADDRESS}#{anchor}"' in page
            assert f'id="{anchor}"' in there

    def test_basis_and_remark_of_a_rule_lead_there_too(self, bureau):
        page = self.text(bureau, reverse("law:rule", args=["户", "货币财产符合低保"]))
        assert f'href="{ADDRESS}#W7"' in page

    def test_searching_leaves_what_fits_and_says_so_when_nothing_does(self, bureau):
        page = self.text(bureau, ADDRESS, q="慈善")
        assert 'id="L-CS"' in page
        assert 'id="W5"' not in page
        assert "没有找到“没有这样的”" in self.text(bureau, ADDRESS, q="没有这样的")

    def test_what_is_typed_is_only_shown(self, bureau):
        page = self.text(bureau, ADDRESS, q="<script>x")
        assert "<script>x" not in page
