"""Pages about the rules, written from the rules: one for each rule and parameter, and an index.

Markdown; links are relative, so that they work in the repository and on any disk. Names of files
are the law's own Chinese terms. Nothing in them depends on the day on which they are written.
"""

from __future__ import annotations

from pathlib import Path

from yingzhou.policy.book import Book

from .figures import parameter_page
from .index import Chapter, Item, facts_page, index_page
from .links import PARAMETERS, RULES, Links, written_rules
from .pages import rule_page

Pages = dict[str, str]
"""Relative path to text."""
__all__ = ["Chapter", "Item", "Pages", "pages", "write"]


def pages(book: Book, chapters: list[Chapter], root: Path) -> Pages:
    """All pages. ``root``: what the paths of files are shown from."""
    links = Links(book, root)
    made = {"README.md": index_page(links, chapters), "事实.md": facts_page(links)}
    for key in written_rules(book):
        made[links.rule_file(key)] = rule_page(links, key)
    for name in book.parameters:
        made[links.parameter_file(name)] = parameter_page(links, name)
    return made


def write(made: Pages, folder: Path) -> int:
    """Writes what differs and removes pages of what is gone; how many files changed."""
    changed = 0
    for part in (RULES, PARAMETERS):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for path in (folder / part).glob("*.md"):
            if f"{part}/{path.name}" not in made:
                path.unlink()
                changed += 1
    for name, text in made.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed += 1
    return changed
