"""``export`` and ``import``: items from one installation to another."""

from __future__ import annotations

from pathlib import Path

import click
import django

from config.cli.output import console, plain_errors

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Items as a package for another installation.  导出")
@click.argument("codes", nargs=-1, required=True, metavar="ITEM...")
@click.option("--to", "to", type=FILE, required=True, help="The zip file to write.")
def export(codes: tuple[str, ...], to: Path) -> None:
    """Items with their rules, examples and the shared process they use, and digests of all.

    导出: 把事项打成一个包, 给别的区县用。
    """
    django.setup()
    from yingzhou.kernel.catalogue.transfer import export as write

    with plain_errors():
        names = write(codes, to)
    console().print(f"[green]✓[/] 已写入 {to}: {len(codes)} 个事项, {len(names)} 个文件")


@click.command("import", short_help="Items of a package, after a look at them.  导入")
@click.argument("package", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "to",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to. Default: YINGZHOU_ITEMS or items/ in YINGZHOU_VAR.",
)
@click.option("--yes", is_flag=True, help="Write. Without it, only what would change is shown.")
def import_(package: Path, to: Path | None, yes: bool) -> None:
    """Checks everything first and shows what would change; with --yes it writes.

    导入: 先检查, 列出和现有的差别; 加 --yes 才写入。
    """
    django.setup()
    from yingzhou.kernel.catalogue.book import more_folders
    from yingzhou.kernel.catalogue.transfer import check, take

    out = console()
    with plain_errors():
        target = to or more_folders()[0]
        if target.resolve() not in {folder.resolve() for folder in more_folders()}:
            raise ValueError(
                f"{target} 不在 YINGZHOU_ITEMS 里, 写进去也读不到。先在环境变量里加上它。"
            )
        arrivals = take(package, target) if yes else check(package)
    for one in arrivals:
        known = (
            "新事项" if one.changes is None else "已有, 改动如下" if one.changes else "已有, 相同"
        )
        out.print(f"{one.code} {one.name}: {known}", style="bold", markup=False)
        for line in one.changes or ():
            out.print(f"  {line}", markup=False)
    if yes:
        out.print(f"[green]✓[/] 已写入 {target}(和自带的完全一样的不用写); 重新启动服务后生效")
    else:
        out.print("什么都没有写入。确认以后加 --yes 再运行一次。")
