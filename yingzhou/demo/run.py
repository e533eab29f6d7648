"""One build in a process of its own: ``python -m yingzhou.demo.run SCALE``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor


def everything(scale: float, say: Callable[[str], None]) -> None:
    """The district, its logins, its facts and publications; marked complete at the very end."""
    from yingzhou.core import clock
    from yingzhou.core.models import Installation
    from yingzhou.demo import advising, after, cases, deaths, exits, found, visits
    from yingzhou.demo.awards import begin_awards, name_accounts
    from yingzhou.demo.beside import past_facts
    from yingzhou.demo.bills import settle_bills
    from yingzhou.demo.build import build_district

    build_district(scale, say=say, meanwhile=after.open_accounts)
    begin_awards(clock.today())
    settle_bills(clock.today(), scale)
    say("发布与更正")
    after.publish_and_correct()
    with past_facts(cases.first_day()) as facts:
        say("办件")
        cases.seed(scale)
        facts.go_on()
        say("走访")
        visits.seed()
        advising.seed()
        exits.seed(clock.now())
        deaths.seed(clock.now())
        found.seed(clock.now(), scale)
        say("计算历年指标")
        facts.keep()
    name_accounts(clock.today())
    Installation.objects.create(name="complete", value="1")


def tables_beside() -> None:
    """The tables are made on the second core while the catalogue and the rules, which every matter
    needs, are read here. The file is nobody's between the two."""
    from yingzhou.demo.tables import make_tables
    from yingzhou.kernel.catalogue.items import items

    with ProcessPoolExecutor(1) as pool:
        made = pool.submit(make_tables)
        items()
        import yingzhou.demo.build  # noqa: F401 - numpy and polars are loaded meanwhile

        made.result()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["YINGZHOU_BULK"] = "1"
    os.environ["POLARS_MAX_THREADS"] = "1"  # the other core has work of its own
    gc.disable()  # a build makes millions of rows and hardly a cycle; what is loaded here stays
    import django

    django.setup()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()
    from django.db import connection
    from rich.console import Console

    from yingzhou.demo.progress import Steps

    console = Console()
    with Steps(console) as say:
        tables_beside()
        try:
            everything(float(sys.argv[1]), say)
        except ValueError as error:
            console.print(f"[red]✗[/] {error}")
            return 1
    connection.close()  # the journal goes into the file, which is about to be renamed
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
