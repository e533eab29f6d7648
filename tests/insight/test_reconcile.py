"""On a whole district every published figure is met or explained, and a fault is not excused."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from yingzhou.insight.reconcile import EXACT, EXPLAINED, NOT_KEPT, OFF, homes, reconcile
from yingzhou.kernel.organisations.models import BedTerm, Facility, Organisation
from yingzhou.kernel.people.models import Enrolment

pytestmark = pytest.mark.district
BASE = date(2020, 12, 31)


def _lines():
    return {line.id: line for line in reconcile()}


def test_every_claimed_figure_is_met_or_explained_and_none_is_hidden():
    lines = _lines()
    counted = Counter(line.status for line in lines.values())
    assert counted[OFF] == 0, [line for line in lines.values() if line.status == OFF]
    assert sum(counted.values()) == 74
    assert counted[NOT_KEPT] == len(homes()) == 16
    assert all(line.home for line in lines.values() if line.status == NOT_KEPT)
    assert all(line.reason for line in lines.values() if line.status == EXPLAINED)
    assert all(line.difference in ("0", "0.0", "0.00") for line in lines.values()
               if line.status == EXACT)  # fmt: skip


def test_what_does_not_depend_on_the_number_of_people_is_exact():
    lines = _lines()
    for figure in ("G11", "G12", "G14", "G27", "G33", "G57", "I03b", "I04b", "I08b", "I16b"):
        assert lines[figure].status == EXACT, lines[figure]


def test_the_three_contradictions_are_shown_with_their_reason():
    explained = {line.contradiction: line for line in _lines().values() if line.contradiction}
    assert set(explained) == {"X1", "X2", "X3"}
    assert {line.id for line in explained.values()} == {"I15b", "G28", "G15"}
    assert all(line.status == EXPLAINED for line in explained.values())


def test_one_elder_home_closed_too_early_is_found():
    home = Facility.objects.filter(
        kind="elder_home", valid_from__lt=BASE, valid_to__gt=BASE
    ).order_by("pk")[0]
    Facility.objects.filter(pk=home.pk).update(valid_to=BASE)
    lines = _lines()
    assert lines["G27"].status == OFF
    assert lines["G27"].difference == "-1"
    assert lines["G30"].status == EXACT


def test_a_contradiction_does_not_excuse_a_wrong_value():
    """8,439 beds all in institutions would be what the text says, and still wrong."""
    BedTerm.objects.exclude(setting="institution").update(setting="institution")
    lines = _lines()
    assert lines["I03b"].status == EXACT
    assert lines["G28"].contradiction == "X2"
    assert lines["G28"].status != EXPLAINED


def test_an_organisation_too_few_breaks_the_growth_that_was_explained():
    rows = Organisation.objects.filter(
        kind__in=Organisation.SOCIAL, valid_from__lt=date(2015, 12, 31), valid_to__gt=BASE
    )
    Organisation.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:40])).update(
        valid_to=date(2017, 1, 1)
    )
    lines = _lines()
    assert lines["G14"].status == OFF
    assert lines["G15"].status == OFF
    assert lines["G15"].reason == ""


def test_the_smaller_district_excuses_only_what_shrinks_with_it():
    chosen = Enrolment.objects.filter(roll="dibao", valid_from__lte=BASE, valid_to__gt=BASE)
    keys = list(chosen.values_list("pk", flat=True)[:30])
    Enrolment.objects.filter(pk__in=keys).update(valid_to=BASE)
    assert _lines()["G20"].status == OFF
