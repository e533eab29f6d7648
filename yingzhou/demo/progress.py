"""A bar with the name of the step a build is at; one line a step where there is no terminal."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

STEPS = 17
"""How many steps a build announces; only the bar's length depends on it."""


class Steps:
    """``with Steps(console) as say``: ``say(name)`` begins the next step."""

    def __init__(self, console: Console) -> None:
        self.bar = Progress(
            SpinnerColumn(),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TextColumn("[bold]{task.description}"),
            TimeElapsedColumn(),
            console=console,
        )

    def __enter__(self) -> Callable[[str], None]:
        self.bar.start()
        self.task = self.bar.add_task("准备数据库", total=STEPS)
        return self.say

    def say(self, name: str) -> None:
        self.bar.update(self.task, advance=1, description=name)
        if not self.bar.console.is_terminal:
            self.bar.console.print(f"  · {name}")

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            self.bar.update(self.task, completed=STEPS, description="完成")
        self.bar.stop()
