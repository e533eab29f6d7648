"""What is wrong with a file of the law, in words its author can act on.

A fault names file and line, says what was found, and what to write instead. Loading collects all
faults of all files and raises them together: nobody corrects a file one error at a time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """``line`` counts from 1; 0 means the file as a whole. ``remedy`` may be empty."""

    file: str
    line: int
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.problem}" + (f"; {self.remedy}" if self.remedy else "")


class PolicyError(ValueError):
    """The rules, the facts or the question cannot be used as they are; nothing was computed."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class Faults:
    """Collects faults; :meth:`check` raises them together."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, file: str, line: int, problem: str, remedy: str = "") -> None:
        fault = Fault(file, line, problem, remedy)
        if fault not in self.found:
            self.found.append(fault)

    def take(self, error: PolicyError) -> None:
        for fault in error.faults:
            self.add(fault.file, fault.line, fault.problem, fault.remedy)

    def check(self) -> None:
        if self.found:
            raise PolicyError(*sorted(self.found, key=lambda f: (f.file, f.line, f.problem)))


def nearest(word: str, known: object) -> str:
    """“是不是要写 …” for a misspelt ``word``, or an empty text."""
    from difflib import get_close_matches

    close = get_close_matches(word, [str(one) for one in known], n=1, cutoff=0.5)  # type: ignore[attr-defined]
    return f"是不是要写“{close[0]}”?" if close else ""
