"""A person's payments over sealed and open years, and the district's ten years in one picture.

    YINGZHOU_VAR=… .venv/bin/python bench/history.py

On a database that ``yingzhou demo`` built. Bars: a person's whole history under 50 ms among the
lines of ten years, the picture of ten years under 200 ms.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _timing import compare, django_setup


def main() -> None:
    django_setup()
    from django.test import Client

    from yingzhou.core import clock
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.payments.models import SealedYear
    from yingzhou.kernel.payments.sealing import files
    from yingzhou.kernel.payments.selectors import history, years

    sealed = history.sealed_years()
    lines = sum(one.lines_count for one in sealed)
    payees = files.lazy(sealed[0]).select("payee").unique().collect()["payee"].to_list()
    dice = random.Random(5)
    client = Client(SERVER_NAME="127.0.0.1")
    finance = User.objects.get(username="finance")
    client.force_login(finance, backend="yingzhou.kernel.accounts.backend.StaffBackend")

    def person() -> int:
        return len(history.of_person(dice.choice(payees)))

    compare(
        f"{lines:,} lines in {SealedYear.objects.count()} sealed years",
        {
            "a person's history (bar: 50 ms)": person,
            "its page": lambda: client.get(f"/desk/payments/people/{dice.choice(payees)}/").content,
            "the ten years' picture (bar: 200 ms)": lambda: years.years(clock.today(), None),
            "its page (bar: 200 ms)": lambda: client.get("/desk/payments/years/").content,
        },
        times=30,
    )


if __name__ == "__main__":
    main()
