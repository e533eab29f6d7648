"""``yingzhou policy check``: does the book hold together, and do the worked examples come out?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from config.cli.output import console, json_lines
from config.cli.policy.common import AS_JSON

if TYPE_CHECKING:
    from yingzhou.policy.book import Book
    from yingzhou.policy.faults import Fault


@click.command(short_help="Check all rules and worked examples.  检查规则")
@AS_JSON
def check(as_json: bool) -> None:
    """Every rule on every day on which anything changes, and every worked example.

    Names, units, sources, branches without a result; gaps and circles on any day; what could grow
    beyond 64 bits or divide by nought; and all examples of all cases.yaml. Each fault is told with
    file, line and remedy. The exit code is 1 where there is any.

    检查全部规则: 每个变动日、每条规则、每个参数、每个算例; 有错时逐条列出文件和行号, 退出码为 1。
    """
    import django

    django.setup()
    from yingzhou.policy.faults import PolicyError

    started = time.perf_counter()
    try:
        from yingzhou.kernel.catalogue.book import book as house

        book = house()
        found, faults = _checked(book)
    except PolicyError as error:
        found, faults = {}, list(error.faults)
    found |= {"faults": len(faults), "seconds": round(time.perf_counter() - started, 2)}
    if as_json:
        json_lines([found, *(vars(fault) for fault in faults)])
    else:
        _show(found, faults)
    if faults:
        raise SystemExit(1)


def _checked(book: Book) -> tuple[dict[str, Any], list[Fault]]:
    from yingzhou.kernel.catalogue.items import items
    from yingzhou.policy.check import check as checked
    from yingzhou.policy.faults import PolicyError

    faults: list[Fault] = []
    days: list = []
    try:
        items()
        days = checked(book)
    except PolicyError as error:
        faults += error.faults
    examples, missed = _examples(book)
    rules = [rule for versions in book.rules.values() for rule in versions if rule.text]
    values = [one for parameter in book.parameters.values() for one in parameter.history]
    counts = {
        "days": len(days),
        "rules": len(rules),
        "rules_unverified": sum(rule.heading.is_unverified for rule in rules),
        "parameters": len(book.parameters),
        "values": len(values),
        "values_unverified": sum(one.is_unverified for one in values),
        "benefits": len(book.benefits),
        "examples": examples,
        "digest": book.digest,
    }
    return counts, [*faults, *missed]


def _examples(book: Book) -> tuple[int, list[Fault]]:
    from yingzhou.kernel.catalogue.book import folders
    from yingzhou.policy.cases import examples, run
    from yingzhou.policy.faults import Fault, PolicyError

    count, faults = 0, []
    for path in sorted(p for folder in folders() for p in folder.rglob("cases.yaml")):
        try:
            for one in examples(book, path):
                count += 1
                faults += [Fault(one.file, one.line, miss.told) for miss in run(book, one)]
        except PolicyError as error:
            faults += error.faults
    return count, faults


def _show(found: dict[str, Any], faults: list[Fault]) -> None:
    out = console()
    for fault in faults:
        out.print(f"✗ {fault}", markup=False, style="red", soft_wrap=True)
    if "rules" in found:
        out.print(
            f"{found['days']} 个变动日 · {found['rules']} 条规则"
            f"(未核实 {found['rules_unverified']}) · {found['parameters']} 个参数, "
            f"{found['values']} 个值(未核实 {found['values_unverified']}) · "
            f"{found['benefits']} 项待遇 · {found['examples']} 个算例"
        )
        out.print(f"规则摘要 {found['digest']}", style="dim")
    mark = f"[red]✗ {len(faults)} 处错误[/]" if faults else "[green]✓ 全部成立[/]"
    out.print(f"{mark} · 用时 {found['seconds']} 秒")
