"""``yingzhou``: the commands behind ``make demo`` and daily operation."""

from __future__ import annotations

import os

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.cli.audit import audit
from config.cli.demo import demo
from config.cli.figures import indicators, reconcile
from config.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """瀛洲: 崇明区民政业务平台 / the civil-affairs platform.

    \b
    yingzhou demo          build the synthetic district and serve it 建演示区并启动
    yingzhou serve         serve the configured database            启动服务
    yingzhou indicators    the plan's indicators on any date        主要指标
    yingzhou reconcile     published figures against the records    与公布数核对
    yingzhou audit verify  check the audit chain                    校验审计链

    Environment: DATABASE_URL, YINGZHOU_VAR (data, keys), YINGZHOU_PLANS (more plans).
    """


for command in (demo, serve, indicators, reconcile, audit):
    main.add_command(command)
