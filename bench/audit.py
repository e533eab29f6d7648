"""Checking the audit chain: how many entries a second.

    .venv/bin/python bench/audit.py [ENTRIES]    # default 20000, taken back afterwards

Compared with reading the same entries without recomputing anything, and with writing them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _timing import compare, django_setup


def main() -> None:
    django_setup()
    from django.db import transaction

    from yingzhou.core import audit
    from yingzhou.core.models import AuditEntry

    given = [int(word) for word in sys.argv[1:] if word.isdigit()]
    half = (given[0] if given else 20_000) // 2
    with transaction.atomic():
        standing = AuditEntry.objects.count()
        wrote = compare(
            f"writing {half:,} entries twice, each chained to the one before",
            {"record": lambda: write(half)},
            times=1,
        )
        count = AuditEntry.objects.count()
        read = compare(
            f"checking {count:,} entries ({standing:,} stood before)",
            {
                "read only": lambda: [None for _ in AuditEntry.objects.order_by("seq").iterator()],
                "verify": audit.verify,
            },
            times=3,
        )
        transaction.set_rollback(True)
    if "--json" not in sys.argv:
        print(f"\nwritten {half / wrote[0].best:,.0f} entries/s")
        print(f"verified {count / read[1].best:,.0f} entries/s")


def write(number: int) -> None:
    from yingzhou.core import audit

    for i in range(number):
        audit.record(audit.SYSTEM, "people.search", None, {"kind": "name", "found": i})


if __name__ == "__main__":
    main()
