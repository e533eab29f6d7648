"""How pages refer to one another, and who uses what."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path

from yingzhou.policy.book import Book, Key
from yingzhou.policy.exclusions import LEFT, PAID
from yingzhou.policy.law import uses
from yingzhou.policy.rules import FOREVER, Rule

RULES, PARAMETERS = "规则", "参数"
SURE = {"seen": "见到原文", "memory": "凭记忆", "derived": "推算", "unverified": "**未核实**"}


def written_rules(book: Book) -> list[Key]:
    """Rules that somebody wrote; those made for the exclusions stand on their benefit's page."""
    return sorted(key for key, versions in book.rules.items() if versions[-1].text)


def until(rule: Rule) -> str:
    head = rule.heading
    end = "" if head.until == FOREVER else f", 至 {head.until}"
    return f"自 {head.since}{end}"


def cell(text: object) -> str:
    """Text inside a table."""
    return str(text).replace("|", "\\|").replace("\n", " ")


class Links:
    """``up`` is the way from a page in 规则/ or 参数/ back to the index."""

    def __init__(self, book: Book, root: Path) -> None:
        self.book, self.root = book, root

    def rule_file(self, key: Key) -> str:
        return f"{RULES}/{'.'.join(key)}.md"

    def parameter_file(self, name: str) -> str:
        return f"{PARAMETERS}/{name}.md"

    def rule(self, key: Key, up: str = "../") -> str:
        """A link to the page of ``key``; 应发X leads to X."""
        entity, name = key
        target = key
        if not self.book.rules[key][-1].text:
            target = (entity, name.removeprefix(LEFT if name.startswith(LEFT) else PAID))
        shown = self.book.rules[key][-1].heading.shown
        text = f"{entity}.{name}" + ("" if shown == name else f"({shown})")
        return f"[{text}]({up}{self.rule_file(target)})"

    def parameter(self, name: str, up: str = "../") -> str:
        return f"[{name}]({up}{self.parameter_file(name)})"

    def place(self, file: str | Path) -> str:
        """A file's path from the project's root; of an installation's own folder, its last part."""
        path, root = Path(file).resolve(), self.root.resolve()
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
        return Path(*path.parts[-3:]).as_posix()

    @cached_property
    def users(self) -> dict[Key | str, list[Key]]:
        """Which rules name a rule (by key), a parameter (by name) or a fact (by key)."""
        found: dict[Key | str, dict[Key, None]] = defaultdict(dict)
        for key, versions in self.book.rules.items():
            for rule in versions:
                used = uses(rule)
                named: list[Key | str] = [*used.rules, *used.parameters, *used.inputs]
                for one in named if rule.text else ():
                    found[one][key] = None
        return {one: sorted(keys) for one, keys in found.items()}
