"""``yingzhou policy``: the rules on the command line."""

from __future__ import annotations

import click

from config.cli.policy.bench import bench
from config.cli.policy.check import check
from config.cli.policy.docs import docs
from config.cli.policy.explain import explain
from config.cli.policy.reform import reform
from config.cli.policy.run import run


@click.group(short_help="Explain, run and change the rules.  政策规则")
def policy() -> None:
    """The law as rules: explain one household, compute the district, try a reform.

    The rules stand in yingzhou/programmes/*/*/items/*/, in the law's own words. `explain`, `check`
    and `docs` need no database; `run` and `reform` read the configured one; `bench` invents people.

    政策规则: 解释一户的结果、计算全区一个月、试算调整, 检查规则、生成规则说明。

    \b
    Examples 示例:
      yingzhou policy explain 低保金 --case 一户.yaml --at 2025-07
      yingzhou policy run --month 2025-07 --rule 低保金
      yingzhou policy reform 提标.yaml --month 2025-07
    """


for command in (explain, run, reform, check, bench, docs):
    policy.add_command(command)
