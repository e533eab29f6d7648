"""``yingzhou policy explain``: one household, step by step."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.padding import Padding
from rich.text import Text

from config.cli.output import Row, console, json_lines, plain_errors
from config.cli.policy.common import AS_JSON, At, house_book, named

if TYPE_CHECKING:
    from rich.console import Console

    from yingzhou.policy.explain import Explanation
    from yingzhou.policy.law import Moment


@click.command(short_help="One household, step by step.  解释一户的结果")
@click.argument("rule", metavar="RULE")
@click.option(
    "--case", "path", required=True, type=click.Path(path_type=Path), metavar="FILE",
    help="The household, as YAML. See docs/policy-cases.md.",
)  # fmt: skip
@click.option("--at", type=At(), help="Month or day. Default: what the case says, or this month.")
@click.option("--case-name", default="", help="Which case of a file with several, by its name.")
@click.option("--number", default=0, metavar="N", help="Which case of a file with several: 1, 2 …")
@click.option("--for", "who", default="", metavar="NAME", help="Only this member.")
@AS_JSON
def explain(
    rule: str, path: Path, at: Moment | None, case_name: str, number: int, who: str, as_json: bool
) -> None:
    """The answer, the steps that led to it with values and clauses, and why not.

    RULE is the rule's name, such as 低保金; where a person and a household both have one of that
    name, 户.低保金. FILE describes one household in the same form as an entry of cases.yaml; a
    cases.yaml itself will do. No database is read. Whatever rests on a figure that nobody has
    verified is marked 未核实.

    解释一户的结果: 依据、每一步的数值、没有得到时差在哪里、还要知道什么、哪些数字未核实。

    \b
    Examples 示例:
      yingzhou policy explain 低保金 --case 一户.yaml --at 2025-07
      yingzhou policy explain 应发老年综合津贴 --case 一户.yaml --for 父亲 --json
    """
    with plain_errors():
        book = house_book()
        (key,) = named(book, [rule])
        from yingzhou.kernel.catalogue.book import this_month
        from yingzhou.policy.given.one_case import chosen

        case, moment = chosen(book, path, case_name, number, at=at, otherwise=this_month())
        found = _explained(book, key, case, moment, who)
    if as_json:
        json_lines([row for one in found for row in _rows(one, moment)])
        return
    out = console()
    for one in found:
        _show(out, one, moment)


def _explained(book: Any, key: Any, case: Any, moment: Moment, who: str) -> list[Explanation]:
    from yingzhou.policy.explain import explain as why
    from yingzhou.policy.law import law
    from yingzhou.policy.scalar import Evaluation

    evaluation = Evaluation(law(book, moment.law_day), moment, case)
    everyone = list(case.instances(key[0]))
    chosen = [one for one in everyone if who in ("", one.label)]
    if not chosen:
        there = "、".join(one.label for one in everyone) or "(无)"
        raise ValueError(f"没有叫“{who}”的{key[0]}; 这里有: {there}")
    return [why(evaluation, key, one) for one in chosen]


TOLD = (
    "title", "of", "value", "plain", "is_nothing", "sentences", "clause", "summary", "reasons",
    "needs", "depth",
)  # fmt: skip


def _rows(found: Explanation, moment: Moment) -> list[Row]:
    return [
        {
            "at": str(moment),
            "entity": line.key[0],
            "rule": line.key[1],
            **{name: getattr(line, name) for name in TOLD},
            "unverified": [asdict(doubt) for doubt in line.doubts],
        }
        for line in found.lines
    ]


def _show(out: Console, found: Explanation, moment: Moment) -> None:
    answer, mark = found.answer, ("  未核实" if found.doubts else "")
    head = Text(f"{answer.of} · {answer.title}: {answer.value}", "bold")
    out.print(head.append(mark, "yellow"), Text(f"{moment} · {answer.clause}", "dim"), sep="\n")
    _part(out, "", answer.sentences)
    _part(out, "没有得到, 因为", answer.reasons)
    _part(out, "还要知道", answer.needs)
    if len(found.lines) > 1:
        out.print("  依据的每一步:", style="bold")
    for line in found.lines[1:]:
        text = Text(f"{line.of} · {line.title}: {line.value}")
        text.append("  未核实" if line.doubts else "", "yellow")
        _set_in(out, text.append(f"  [{line.clause}]", "dim"), line.depth)
        for sentence in line.sentences:
            _set_in(out, Text(sentence, "dim"), line.depth + 1)
    _part(out, "未核实的数字和规则", [f"{one.name}: {one.note}" for one in found.doubts], "yellow")
    out.print()


def _set_in(out: Console, text: Text, depth: int) -> None:
    """Set in by its depth, every line of it; never so far that nothing fits any more."""
    out.print(Padding(text, (0, 0, 0, min(2 * depth + 2, out.width // 2)), expand=False))


def _part(out: Console, title: str, lines: Any, style: str = "") -> None:
    if title and lines:
        out.print(f"  {title}:", style="bold")
    for line in lines:
        _set_in(out, Text(line, style), 1)
