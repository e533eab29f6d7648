"""Building the district behind ``yingzhou demo``: safe to interrupt, quick to start again.

On SQLite the build goes into a file beside the real one and takes its place at the very end. On
PostgreSQL it is one transaction. A database with real data is never touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from yingzhou.demo import standing


def sqlite_file() -> Path | None:
    """The SQLite file of the configuration, or None on another engine."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    return Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None


def build_if_needed(scale: float, rebuild: bool, console: Console) -> bool:
    """Build unless the same district stands already; returns whether it was built."""
    target = sqlite_file()
    if target is None:
        return _build_on_server(scale, rebuild, console)
    if _is_done(standing.in_file(target), scale, rebuild):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with standing.only_builder(target):
        _build_beside(target, scale)
    return True


def _is_done(known: dict[str, str], scale: float, rebuild: bool) -> bool:
    return not rebuild and known.get("scale") == str(scale) and known.get("complete") == "1"


def _build_beside(target: Path, scale: float) -> None:
    """Under a name of its own: a builder whose master was killed may still be at work."""
    for left in target.parent.glob(f"{target.name}.building-*"):
        left.unlink(missing_ok=True)
    building = target.with_name(f"{target.name}.building-{os.getpid()}")
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{building}"}
    code = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "yingzhou.demo.run", str(scale)], env=environment, check=False
    ).returncode
    if code:
        _remove(building)
        raise ValueError("演示区没有建成 (原因见上), 原有数据未动。")
    _remove(target, *JOURNALS)
    building.replace(target)
    _forget_sealed(target)


def _forget_sealed(target: Path) -> None:
    """Files of sealed years that the district before had and this one does not know."""
    from django.conf import settings

    kept = standing.sealed_in(target)
    for file in Path(settings.SEALED_ROOT).glob("*.parquet"):
        if file.name not in kept:
            file.unlink(missing_ok=True)


JOURNALS = ("-wal", "-shm", "-journal")


def _remove(path: Path, *suffixes: str) -> None:
    for suffix in suffixes or ("", *JOURNALS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _build_on_server(scale: float, rebuild: bool, console: Console) -> bool:
    import django

    django.setup()
    from django.core.management import call_command

    from yingzhou.demo.progress import Steps
    from yingzhou.demo.run import everything

    known = standing.on_server()
    call_command("migrate", verbosity=0)
    if _is_done(known, scale, rebuild):
        return False
    if known:
        call_command("flush", interactive=False, verbosity=0)
    with Steps(console) as say:
        everything(scale, say)
    return True


def print_logins(console: Console) -> None:
    """The demo logins, as a newcomer needs them."""
    from yingzhou.kernel.accounts.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
    from yingzhou.kernel.accounts.roles import ROLES

    table = Table(
        title=f"演示账号 (口令都是 {DEMO_PASSWORD}; 只在演示区有效)", title_justify="left"
    )
    for heading in ("登录名", "角色", "看什么"):
        table.add_column(heading)
    start = {
        "leader": "/board/ 指标看板",
        "administrator": "/accounts/manage/ 账号",
        "auditor": "/accounts/audit/ 审计",
    }
    for account in DEMO_ACCOUNTS:
        table.add_row(
            account.username,
            account.unit or ROLES[account.role].name,
            start.get(account.role, "/desk/ 工作台"),
        )
    console.print(table)
    console.print("居民: 打开 /my/, 点“去随申办登录”, 在演示身份服务里选一个人; 不用密码。")
