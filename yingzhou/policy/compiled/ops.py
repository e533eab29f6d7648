"""How each operation is written in a kernel. ``Fast`` is for households of whom everything that a
rule may ask is known; ``Careful`` carries 未知 through every step. Both mean the same."""

from __future__ import annotations

SIGN = {"较低": "<", "较高": ">"}


class Fast:
    """Native operations; yes and no are booleans."""

    name = "fast"

    def flag(self, text: str) -> str:
        """A stored 0/1 as a condition."""
        return f"({text} != 0)"

    def stored_flag(self, text: str) -> str:
        return f"(1 if {text} else 0)"

    def truth(self, text: str) -> str:
        """For an ``if``."""
        return text

    def loaded(self, text: str, lowest: str) -> str:
        del lowest
        return text

    def arith(self, op: str, left: str, right: str) -> str:
        return f"({left} {op} {right})"

    compare = arith

    def call(self, function: str, values: list[str], fixed: list[str]) -> str:
        return f"{function}({', '.join([*values, *fixed])})"

    def both(self, items: list[str]) -> str:
        return f"({' and '.join(items)})"

    def either(self, items: list[str]) -> str:
        return f"({' or '.join(items)})"

    def negated(self, text: str) -> str:
        return f"(not {text})"

    def known(self, text: str) -> str:
        del text
        return "True"

    def constant(self, value: bool) -> str:
        return "True" if value else "False"


class Careful(Fast):
    """Every value is an int64 that may be UNKNOWN; yes and no are 0, 1 or UNKNOWN."""

    name = "careful"

    def flag(self, text: str) -> str:
        return text

    def stored_flag(self, text: str) -> str:
        return text

    def truth(self, text: str) -> str:
        return f"{text} == 1"

    def loaded(self, text: str, lowest: str) -> str:
        return f"(UNKNOWN if {text} == {lowest} else {text})"

    def arith(self, op: str, left: str, right: str) -> str:
        return f"(UNKNOWN if {self.any([left, right])} else {left} {op} {right})"

    def compare(self, op: str, left: str, right: str) -> str:
        return f"(UNKNOWN if {self.any([left, right])} else (1 if {left} {op} {right} else 0))"

    def any(self, values: list[str]) -> str:
        return " or ".join(f"{value} == UNKNOWN" for value in values)

    def call(self, function: str, values: list[str], fixed: list[str]) -> str:
        plain = f"{function}({', '.join([*values, *fixed])})"
        return f"(UNKNOWN if {self.any(values)} else {plain})" if values else plain

    def both(self, items: list[str]) -> str:
        made = items[0]
        for item in items[1:]:
            made = f"u_and({made}, {item})"
        return made

    def either(self, items: list[str]) -> str:
        made = items[0]
        for item in items[1:]:
            made = f"u_or({made}, {item})"
        return made

    def negated(self, text: str) -> str:
        return f"u_not({text})"

    def known(self, text: str) -> str:
        return f"(0 if {text} == UNKNOWN else 1)"

    def constant(self, value: bool) -> str:
        return "1" if value else "0"
