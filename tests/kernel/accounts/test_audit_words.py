"""Whoever reads the audit chain reads Chinese: every act that the code writes down has words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts.audit_lines import code_of, line_of
from yingzhou.kernel.accounts.audit_words import DETAILS, SUBJECTS, WORDS
from yingzhou.kernel.cases.models import Handover
from yingzhou.kernel.divisions.models import DivisionChange
from yingzhou.kernel.people.models import LifeEvent

CODE = re.compile(r"[a-z_]+\.[a-z_]+")
WRITERS = {"record", "_note", "_audit"}
"""What the functions are called that write an entry down."""
COMPOSED = {
    "divisions.": DivisionChange.Kind.values,
    "archive.": ["reviewed", "approved"],
    "people.": [LifeEvent.Kind.CUSTODY, LifeEvent.Kind.RELEASE],
    "case.handover_": [one for one in Handover.State.values if one != Handover.State.OFFERED],
}
"""Codes made of a beginning and a state."""


def test_every_act_that_is_written_down_has_words():
    written = set(_codes())
    assert {"case.view", "people.death", "login.failed", "second_factor.off"} <= written
    assert sorted(written - set(WORDS)) == []


def test_no_two_acts_share_their_words():
    """Or nobody could look for one of them."""
    assert len(set(WORDS.values())) == len(WORDS)


def test_what_an_act_was_about_is_named_in_words_too():
    known = {model._meta.label_lower for model in apps.get_models()}
    assert sorted(set(SUBJECTS) - known) == []
    assert sorted(key for key in set(_details()) - set(DETAILS) if key.isascii()) == []


def test_an_act_of_a_code_that_is_gone_is_said_to_be_an_old_one():
    entry = AuditEntry(seq=1, action="case.printed", detail={})
    assert line_of(entry).action == "早先的操作(case.printed)"
    assert line_of(AuditEntry(seq=2, action="导出", detail={})).action == "导出"


@pytest.mark.parametrize("typed", ["没有接手移交", "case.handover_declined"])
def test_an_act_is_found_by_its_words_or_its_code(typed):
    assert code_of(typed) == "case.handover_declined"


def _calls() -> Iterator[tuple[ast.Module, ast.Call]]:
    for path in sorted(Path("yingzhou").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _name(call.func) in WRITERS:
                yield tree, call


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _codes() -> Iterator[str]:
    for tree, call in _calls():
        for given in call.args:
            if isinstance(given, ast.JoinedStr):
                start = str(getattr(given.values[0], "value", ""))
                if re.fullmatch(r"[a-z_]+\.[a-z_]*", start):
                    yield from (f"{start}{end}" for end in COMPOSED[start])
            elif isinstance(given, ast.Name):
                yield from _assigned(tree, given.id)
            elif isinstance(given, ast.Constant):
                yield from _coded(given)


def _assigned(tree: ast.Module, name: str) -> Iterator[str]:
    """What a name may hold: ``"a.b" if new else "a.c"``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and name in [
            getattr(one, "id", "") for one in node.targets
        ]:
            for one in ast.walk(node.value):
                yield from _coded(one)


def _coded(node: ast.AST) -> Iterator[str]:
    value = getattr(node, "value", None)
    if isinstance(node, ast.Constant) and isinstance(value, str) and CODE.fullmatch(value):
        yield value


def _details() -> Iterator[str]:
    """Keys of what is written beside an act."""
    for tree, call in _calls():
        found = [*call.args, *(one.value for one in call.keywords)]
        if not any(isinstance(one, (ast.Constant, ast.JoinedStr)) for one in call.args):
            continue
        if _name(call.func) != "record":
            yield from (one.arg for one in call.keywords if one.arg and one.arg != "at")
        for given in found:
            made = [given]
            if isinstance(given, ast.Name):
                made = [one for one in ast.walk(tree) if isinstance(one, ast.Dict)
                        and _is_assigned(tree, given.id, one)]  # fmt: skip
            for one in made:
                for part in ast.walk(one):
                    if isinstance(part, ast.Dict):
                        yield from (
                            key.value for key in part.keys
                            if isinstance(key, ast.Constant) and key.value != "at"
                        )  # fmt: skip


def _is_assigned(tree: ast.Module, name: str, made: ast.Dict) -> bool:
    return any(
        isinstance(node, ast.Assign) and node.value is made
        and name in [getattr(one, "id", "") for one in node.targets]
        for node in ast.walk(tree)
    )  # fmt: skip
