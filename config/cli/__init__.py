"""``yingzhou``: the commands behind ``make demo`` and daily operation."""

from __future__ import annotations

import os
from typing import Any

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.cli.audit import audit
from config.cli.catalogue import catalogue
from config.cli.check import check
from config.cli.demo import demo
from config.cli.figures import indicators
from config.cli.output import plain_errors
from config.cli.policy import policy
from config.cli.reconcile import reconcile
from config.cli.serve import serve


class Commands(click.Group):
    """Whatever goes wrong on the way into a command is said as plainly as within it."""

    def invoke(self, ctx: click.Context) -> Any:
        with plain_errors():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Yingzhou runs a district's civil-affairs bureau. 瀛洲: 区民政业务平台。

    New here? `yingzhou demo` builds a whole invented district on this machine, serves it on
    http://127.0.0.1:8000/ and prints the logins. The other commands work on the database that is
    configured. Each explains itself: `yingzhou COMMAND --help`.

    第一次使用请运行 yingzhou demo: 建成合成的演示区、启动服务并列出演示账号。

    \b
    Environment 环境变量:
      DATABASE_URL    postgres://...  Default: SQLite in YINGZHOU_VAR   数据库
      YINGZHOU_VAR    folder of database and keys. Default: var/        数据与密钥目录
      YINGZHOU_PLANS  folder of further plans                           更多规划
      YINGZHOU_ITEMS  folders of further service items                  更多事项
      YINGZHOU_OIDC_URL, _CLIENT, _SECRET, _NAME, _CLAIM
                      the city's identity service, for residents        市级身份服务
      YINGZHOU_EXCHANGE_URL, _TOKEN
                      the gateway of the data providers                 外部核对网关
    """


for command in (demo, serve, indicators, reconcile, policy, catalogue, audit, check):
    main.add_command(command)
