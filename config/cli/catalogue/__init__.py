"""``yingzhou catalogue``: the service items on the command line."""

from __future__ import annotations

import click
import django

from config.cli.catalogue.moving import export, import_
from config.cli.catalogue.publishing import hsds
from config.cli.catalogue.rows import rows
from config.cli.catalogue.seeing import diff, health
from config.cli.catalogue.syncing import sync
from config.cli.output import console, json_lines, plain_errors, table


@click.group(
    short_help="The service items: list, check, move, publish.  事项目录",
    invoke_without_command=True,
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.pass_context
def catalogue(ctx: click.Context, as_json: bool) -> None:
    """Every service item, whether it can be applied for, and how long it takes at most.

    Items stand in yingzhou/programmes/*/*/items/*/ and in the folders of YINGZHOU_ITEMS (default:
    items/ in YINGZHOU_VAR), one folder each. Only `sync` needs a database.

    事项目录: 列出全部事项; 体检、看版本差别、导出导入、按 HSDS 公开。

    \b
    Examples 示例:
      yingzhou catalogue
      yingzhou catalogue --json
      yingzhou catalogue health
      yingzhou catalogue export relief/dibao --to 低保.zip
      yingzhou catalogue import 低保.zip --to var/items --yes
      yingzhou catalogue hsds --to catalogue.json
    """
    if ctx.invoked_subcommand is not None:
        return
    django.setup()
    with plain_errors():
        found = rows()
    if as_json:
        json_lines(found)
        return
    columns = [
        ("code", "编码", "code"),
        ("name", "事项", "words"),
        ("kind", "办法", "code"),
        ("promised_words", "承诺时限", "words"),
        ("channels_words", "渠道", "words"),
    ]
    applied = sum(1 for row in found if row["applyable"])
    title = f"{len(found)} 个事项, {applied} 个可以申请"
    console().print(table([_for_people(row) for row in found], columns, title, lambda _: ""))


def _for_people(row: dict) -> dict:
    return {
        **row,
        "kind": "可申请" if row["applyable"] else "指南",
        "channels_words": "、".join(row["channel_names"]) or "—",
        "promised_words": row["promised_words"] or "—",
    }


for command in (health, diff, export, import_, hsds, sync):
    catalogue.add_command(command)
