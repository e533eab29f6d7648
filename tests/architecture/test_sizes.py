"""Files and functions stay small enough to be read in one sitting."""

from __future__ import annotations

import ast

from tests.support import source

LONGEST_FILE = 400
LONG_FILE = 200  # nine of ten files are shorter
LONGEST_FUNCTION = 50


def test_no_file_has_more_than_400_lines_and_nine_of_ten_at_most_200():
    lengths = {
        source.short(path): len(source.text(path).splitlines())
        for path in source.written_by_hand(".py", ".html", ".css", ".js", ".sh")
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert not too_long, too_long
    ordered = sorted(lengths.values())
    assert ordered[int(len(ordered) * 0.9)] <= LONG_FILE


def test_no_function_has_more_than_50_lines():
    too_long = [
        f"{source.short(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in source.written_by_hand(".py")
        for node in ast.walk(source.parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not too_long, "\n".join(too_long)
