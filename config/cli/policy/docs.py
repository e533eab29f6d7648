"""``yingzhou policy docs``: the rules as pages."""

from __future__ import annotations

from pathlib import Path

import click

from config.cli.output import console, plain_errors
from config.cli.policy.common import house_book


@click.command(short_help="Write the pages about all rules.  生成规则说明")
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR", help="Where to write. Pages of rules that are gone are removed from it.",
)  # fmt: skip
def docs(folder: Path) -> None:
    """One Markdown page for each rule and each parameter, and an index by programme.

    Each rule's page has all its versions with clause and text, the same in plain words, the
    parameters, what it depends on and what uses it, and its worked examples. Each parameter's page
    has its whole history with sources, and how sure each figure is.

    生成规则说明: 每条规则、每个参数一页, 另有目录; 由规则文件生成, 不要手改。
    """
    with plain_errors():
        house_book()
        from yingzhou.kernel.catalogue.pages import policy_pages
        from yingzhou.policy.documents import write

        made = policy_pages()
        changed = write(made, folder)
    console().print(f"[green]✓[/] {len(made)} 页, 其中 {changed} 页有变化: {folder}")
