"""What may not stand in a file: package registries, paths of one machine, the wall clock."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.support import source

# Written apart, so that this file does not find itself.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted",
    "registry.npm" + "js",
    "npm" + "mirror",
    "registry.yarn" + "pkg",
    "mirrors." + "aliyun",
    "index" + "-url http",
    '"resol' + 'ved":',
]
MACHINE_PATHS = re.compile(r"(?<![\w./}>])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+)/\w")
OUTSIDE = re.compile(
    r"""(?:\b(?:src|href|action|poster|data|hx-get|hx-post)\s*=\s*["']?|url\(\s*["']?|"""
    r"""@import\s+["']|\b(?:fetch|import)\(\s*["'])(?:https?:)?//""",
    re.IGNORECASE,
)
CLOCK_CALLS = {"now", "today", "utcnow", "localtime", "localdate"}
CLOCK_OWNERS = {"datetime", "date", "timezone"}


def test_no_file_names_a_package_registry():
    pattern = re.compile("|".join(re.escape(part) for part in REGISTRIES))
    found = list(source.lines_matching(pattern, source.files()))
    assert not found, "\n".join(found)


def test_no_file_names_a_path_of_one_machine():
    found = list(source.lines_matching(MACHINE_PATHS, source.files()))
    if len(source.ROOT.parts) > 2:
        here = re.compile(re.escape(str(source.ROOT)) + r"\b")
        found += list(source.lines_matching(here, source.files()))
    assert not found, "\n".join(found)


def test_pages_load_nothing_from_outside():
    pages = [*source.templates(), *source.written_by_hand(".css", ".js", ".html")]
    found = sorted(set(source.lines_matching(OUTSIDE, pages)))
    assert not found, "\n".join(found)


def _reads_the_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    if name == "time" and node.func.attr in ("time", "localtime", "time_ns"):
        return True
    return name in CLOCK_OWNERS and node.func.attr in CLOCK_CALLS


def test_only_core_clock_reads_the_wall_clock():
    clock = source.ROOT / "yingzhou/core/clock.py"
    found = [
        f"{source.short(path)}:{node.lineno}"
        for path in source.product()
        if path != clock
        for node in ast.walk(source.parsed(path))
        if _reads_the_clock(node)
    ]
    found += source.lines_matching(re.compile(r"{%\s*now\b"), source.templates())
    assert not found, "ask core.clock instead:\n" + "\n".join(found)


def test_the_clock_rule_knows_its_own_exception():
    tree = source.parsed(Path(source.ROOT / "yingzhou/core/clock.py"))
    assert any(_reads_the_clock(node) for node in ast.walk(tree))
