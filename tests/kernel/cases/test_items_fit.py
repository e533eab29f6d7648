"""Every item that can be applied for: its questions, papers, letters and rules fit together."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from yingzhou.kernel.cases.reckoning import HOUSEHOLD_FACTS, PERSON_FACTS
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.items import Field, Item, items
from yingzhou.policy.explain import explain
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Evaluation
from yingzhou.policy.scalar.instances import build

APPLYABLE = sorted(code for code, item in items().items() if item.apply is not None)
MOMENT = Moment(2026, 11)
_YES = ("本市户籍", "本区户籍", "计入家庭")


@pytest.fixture(params=APPLYABLE)
def item(request) -> Item:
    return items()[request.param]


def test_every_family_of_welfare_has_something_to_apply_for():
    families = {code.split("/")[0] for code in APPLYABLE}
    assert {"relief", "disability", "eldercare", "children"} <= families
    assert len(APPLYABLE) >= 24


def test_a_question_that_answers_a_fact_is_of_its_kind(item):
    steps = item.apply.process.transitions.values()
    for field in (*item.apply.form, *(one for way in steps for one in way.asks)):
        if field.fact:
            assert field.kind == _kind(field), f"{field.key}: {field.fact}"
            spec = _spec(field)
            if field.kind == "choice":
                assert set(field.options) <= set(spec.labels), field.key
            assert not (field.each and spec.entity == "户"), field.key


def _spec(field: Field):
    return book().inputs[tuple(field.fact.split("."))]


def _kind(field: Field) -> str:
    kind = _spec(field).kind
    named = {"day": "date", "flag": "yesno", "label": "choice"}
    return named.get(kind.base, "money" if kind.unit.is_money else "number")


def test_form_and_registers_give_the_rule_all_it_needs(item):
    """Nothing decisive is left unasked: a complete application can be computed."""
    decision = item.apply.decision
    if not decision:
        pytest.skip("no rule decides")
    facts = {"人": _known("人", PERSON_FACTS), "户": _known("户", HOUSEHOLD_FACTS)}
    for field in item.apply.form:
        if field.fact:
            entity, _, name = field.fact.partition(".")
            facts[entity][name] = _sample(entity, name, field)
    case = build(facts["户"], [("甲", facts["人"], [], "")])
    for part in ("rule", "amount"):
        if named := decision.get(part):
            evaluation = Evaluation(law(book(), MOMENT.law_day), MOMENT, case)
            key = book().find(named)
            mine = evaluation.case
            whose = mine.household if key[0] == "户" else mine.members[0]
            assert explain(evaluation, key, whose).answer.needs == ()


def _known(entity: str, names) -> dict:
    return {name: _sample(entity, name) for name in names}


def _sample(entity: str, name: str, field: Field | None = None):
    spec = book().inputs[entity, name]
    if spec.kind.base == "label":
        return field.options[0] if field else spec.labels[0]
    if spec.kind.base == "day":
        return 19500101
    return int(name in _YES) if spec.kind.base == "flag" else (field and field.low) or 0


def test_no_catch_all_papers_and_plain_questions(item):
    """上海市优化营商环境条例: a guide has no catch-all clause."""
    for paper in item.apply.materials:
        assert not re.search(r"其他|其它|等材料|相关材料", paper.name), paper.name
    for field in item.apply.form:
        assert len(field.ask) <= 40, field.ask
        assert not re.search(r"申请人|之规定|是否|予以|上述", field.ask), field.ask


def test_words_are_filled_where_they_are_said(item):
    """An amount is named only by the step that decides, a last day only where a clock runs."""
    process = item.apply.process
    computed = bool(item.apply.decision.get("amount"))
    for way in process.transitions.values():
        letter = process.letters.get(way.letter)
        texts = [way.message, *(letter.paragraphs if letter else ())]
        named = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        if named & {"amount", "from", "per"}:
            assert way.decides == "grant", way.key
            asks = any(field.key == "amount" for field in way.asks)
            assert computed or (asks and not named & {"from", "per"}), way.key
        if "due" in named:
            assert process.stages[way.target].clocks, way.key


def test_periods_that_nobody_looked_up_do_not_look_certain(item):
    for clock in item.apply.process.clocks.values():
        if re.search(r"内部|没有查到|待核实|参照", clock.basis):
            assert clock.confidence in ("unverified", "memory", "derived"), clock.name


def test_people_find_it_in_their_own_words(item):
    assert item.topics
    assert len(item.synonyms) >= 4


MUST_HOLD = {"answers", "materials", "consultations", "differences", "computed"}


def test_what_a_proposal_to_grant_needs_is_needed_against_a_proposal_to_refuse(item):
    """Whoever decides may grant what was proposed to be refused; what a proposal to grant would
    have had to wait for is waited for then. What has to be shown first was not shown."""
    ways = item.apply.process.transitions.values()
    for grant in (way for way in ways if way.decides == "grant"):
        if "publicity_over" in grant.needs:
            continue
        before = [way for way in ways if way.target in grant.sources]
        asked = {need for way in before if way.proposes == "grant" for need in way.needs}
        for refusal in (way for way in before if way.proposes == "refuse"):
            held = {*grant.needs, *refusal.needs}
            assert asked & MUST_HOLD <= held, (grant.key, refusal.key)
