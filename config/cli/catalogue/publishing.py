"""``hsds``: the catalogue as open data."""

from __future__ import annotations

import json
from pathlib import Path

import click
import django

from config.cli.output import console, plain_errors


@click.command(short_help="The catalogue as Open Referral HSDS 3.  公开数据")
@click.option(
    "--to",
    "to",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The JSON file to write.",
)
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="Where people read about an item, with {code} in it: https://host/items/{code}/",
)
def hsds(to: Path, address: str) -> None:
    """Services, organisations, places, papers, fees and topics, with identifiers that stay.

    公开数据: 按 Open Referral HSDS 3 写成一个 JSON 文件。
    """
    django.setup()
    from yingzhou.kernel.catalogue.hsds import whole

    with plain_errors():
        found = whole(address)
        to.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    count = len(found["services"])
    console().print(f"[green]✓[/] 已写入 {to}: {count} 个事项, HSDS {found['version']}")
