"""The author's own text of a rule, in pieces that can be set and linked."""

from __future__ import annotations

import ast
import io
import keyword
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.reading.scope import chain
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import DOWN, UP
from yingzhou.policy.vocabulary import WORDS

from .things import Thing, fact_of, link, parameter_of, rule_of

Place = tuple[int, int]
_AROUND = (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


@dataclass(frozen=True)
class Piece:
    """``look``: keyword, word, number, text, note, own (a local name), rule, parameter, fact."""

    text: str
    look: str = ""
    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class TextLine:
    """``is_new``: not so in the version before."""

    pieces: tuple[Piece, ...]
    is_new: bool


def lines(rule: Rule, day: date, before: Rule | None = None) -> list[TextLine]:
    """The text of ``rule``; empty for rules that the engine makes."""
    new = _new_lines(before.text, rule.text) if before is not None else set()
    rows = rule.text.splitlines()
    links = _links(rule)
    own = {one.id for one in ast.walk(_tree(rule)) if isinstance(one, ast.Name) and _stored(one)}
    marked: dict[int, list[tuple[int, int, Piece]]] = {}
    for token in tokenize.generate_tokens(io.StringIO(rule.text).readline):
        for row, start, text in _by_row(token):
            piece = _piece(token, text, links.get((row, start)), own, day)
            marked.setdefault(row, []).append((start, start + len(text), piece))
    return [
        TextLine(tuple(_filled(text, marked.get(n, []))), n in new)
        for n, text in enumerate(rows, 1)
    ]


def _tree(rule: Rule) -> ast.Module:
    return ast.parse(rule.text)


def _stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _by_row(token: tokenize.TokenInfo) -> Iterator[tuple[int, int, str]]:
    """A docstring over several rows comes as one token."""
    if token.type in _AROUND:
        return
    (row, column) = token.start
    for n, text in enumerate(token.string.split("\n")):
        yield row + n, column if n == 0 else 0, text


def _piece(
    token: tokenize.TokenInfo, text: str, thing: Thing | None, own: set[str], day: date
) -> Piece:
    if thing is not None:
        found = link(thing, day)
        return Piece(text, thing.what, found.url, f"{found.label} · {found.note}")
    if token.type == tokenize.NAME:
        if keyword.iskeyword(text):
            return Piece(text, "keyword")
        return Piece(text, "word" if text in WORDS else "own" if text in own else "")
    looks = {tokenize.NUMBER: "number", tokenize.COMMENT: "note"}
    if token.type == tokenize.STRING:
        return Piece(text, "note" if token.string.startswith(('"""', "'''")) else "text")
    return Piece(text, looks.get(token.type, ""))


def _filled(text: str, marked: list[tuple[int, int, Piece]]) -> Iterator[Piece]:
    """With what stands between the tokens."""
    at = 0
    for start, end, piece in sorted(marked, key=lambda one: one[0]):
        if start > at:
            yield Piece(text[at:start])
        yield piece
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _links(rule: Rule) -> dict[Place, Thing]:
    """Where a name begins, and what it names. Columns in characters, rows from 1."""
    tree, rows = _tree(rule), rule.text.splitlines()
    entities = {rule.entity: rule.entity}
    loops = [one for one in ast.walk(tree) if isinstance(one, ast.comprehension)]
    for loop in loops:
        found = chain(loop.iter)
        if found and isinstance(loop.target, ast.Name):
            entities[loop.target.id] = _walked(entities.get(found[0], ""), found[1])[0]
    made: dict[Place, Thing] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (found := chain(node)):
            thing = _thing(entities, *found)
            if thing is not None:
                row = node.end_lineno or node.lineno
                end = len(rows[row - 1].encode()[: node.end_col_offset].decode())
                made[row, end - len(node.attr)] = thing
    return made


def _thing(entities: dict[str, str], root: str, names: list[str]) -> Thing | None:
    if root == "p":
        name = ".".join(names)
        return parameter_of(name) if name in book().parameters else None
    entity, last = _walked(entities.get(root, ""), names)
    if (entity, last) in book().inputs:
        return fact_of((entity, last))
    lineage = book().names.get((entity, last))
    return rule_of((entity, lineage)) if lineage else None


def _walked(entity: str, names: list[str]) -> tuple[str, str]:
    """Up and down between entities; what is left over is the name asked of the last one."""
    for name in names:
        if (entity, name) in UP:
            entity = name
        elif (entity, name) in DOWN:
            entity = DOWN[entity, name]
        else:
            return entity, name
    return entity, ""


def _new_lines(before: str, after: str) -> set[int]:
    """Lines of ``after`` that ``before`` does not have; the heading's line does not count."""
    matcher = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    changed = {
        n + 1
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag in ("replace", "insert")
        for n in range(start, end)
    }
    return changed - {1}
