"""``health`` and ``diff``: what items lack, and what changed in one."""

from __future__ import annotations

import click
import django

from config.cli.output import console, json_lines, plain_errors, table

COLUMNS = (
    ("code", "事项", "code"),
    ("word", "程度", "code"),
    ("what", "问题", "words"),
    ("remedy", "怎么补", "words"),
)


@click.command(short_help="What every item still lacks.  体检")
@click.argument("codes", nargs=-1, metavar="[ITEM]...")
@click.option(
    "--bad", is_flag=True, help="Only what has to be mended; exit code 1 if there is any."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def health(codes: tuple[str, ...], bad: bool, as_json: bool) -> None:
    """What every item still lacks, the worst first: one line a problem.

    体检: 每个事项还缺什么, 怎么补。
    """
    django.setup()
    from yingzhou.core import clock
    from yingzhou.kernel.catalogue import health as kernel

    with plain_errors():
        found = kernel.health(clock.today())
        if unknown := set(codes) - set(found):
            raise ValueError(f"没有事项“{'、'.join(sorted(unknown))}”")
    rows = [
        {"code": code, "severity": one.severity, "word": one.word, "what": one.what,
         "remedy": one.remedy}
        for code, problems in found.items()
        for one in problems
        if (not codes or code in codes) and (not bad or one.severity == kernel.BAD)
    ]  # fmt: skip
    if as_json:
        json_lines(rows)
    elif rows:
        style = {kernel.BAD: "red"}
        console().print(
            table(rows, COLUMNS, f"{len(rows)} 处", lambda row: style.get(row["severity"], ""))
        )
    else:
        console().print("没有问题。")
    if bad and rows:
        raise SystemExit(1)


@click.command(short_help="What changed between two versions of an item.  版本差别")
@click.argument("code", metavar="ITEM")
def diff(code: str) -> None:
    """What each version of an item changed, in words, as its files say it.

    版本差别: 用文字说出每个版本改了什么。
    """
    django.setup()
    from yingzhou.kernel.catalogue.differences import differences
    from yingzhou.kernel.catalogue.items import items, wordings
    from yingzhou.kernel.catalogue.versions import kept_content
    from yingzhou.policy.faults import nearest

    out = console()
    with plain_errors():
        versions = wordings(code)
        if not versions:
            raise ValueError(f"没有事项“{code}”。{nearest(code, items())}")
        before = None
        for since, item in versions:
            content = kept_content(item)
            if content == before:
                continue  # the same wording stands in a folder of this installation, too
            told = ["第一个版本"] if before is None else differences(before, content)
            out.print(f"{since} 起", style="bold")
            for line in told or ["文字没有变"]:
                out.print(f"  {line}", markup=False)
            before = content
