"""The books as one page: what was granted and is left, what stands where, which months are open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger.models import Account, Entry, EntryLine, Period
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import Run

KINDS = (
    ("budget", "财政拨款和预算(两边相抵)"),
    ("bank", "救助资金专户"),
    ("spent", "支出"),
    ("owed", "审批了还没有到本人手里的"),
    ("sent", "在银行、还没有回盘的"),
    ("suspense", "退回来、等重付的"),
    ("claimed", "要追回的"),
)
OTHERS = "其他(医院、历年以前等)"
MONTHS = 24


@dataclass(frozen=True)
class Budget:
    """``left`` is below nothing where more went out than a budget that came later. ``is_known``:
    somebody entered one; where nobody did, nothing is held against it."""

    code: str
    name: str
    is_known: bool
    granted: int
    used: int

    @property
    def left(self) -> int:
        return self.granted - self.used

    @property
    def words(self) -> dict[str, str]:
        return {
            "granted": format_fen(self.granted),
            "used": format_fen(self.used),
            "left": format_fen(self.left),
        }

    @property
    def share(self) -> int:
        return min(100, self.used * 100 // self.granted) if self.granted > 0 else 100


def budgets(year: int) -> list[Budget]:
    """Of every benefit, and of what else was spent in the year. One query."""
    ours = Q(account__code__startswith="budget/") | Q(account__code__startswith="spent/")
    rows = EntryLine.objects.filter(ours, account__code__endswith=f"/{year}").order_by()
    granted: dict[str, int] = {}
    spent: dict[str, int] = {}
    for row in rows.values("account__code").annotate(total=Sum("amount")):
        code = row["account__code"]
        sums = granted if code.startswith("budget/") else spent
        benefit = books.benefit_of(code)
        sums[benefit] = sums.get(benefit, 0) + row["total"]
    names = dict.fromkeys([*benefits(), *granted, *spent])
    return [
        Budget(code, books.name_of(code), code in granted, granted.get(code, 0), spent.get(code, 0))
        for code in names
    ]


@dataclass(frozen=True)
class Wanted:
    """What a month takes from the budget of one benefit."""

    name: str
    amount: str
    left: str
    is_short: bool


def wanted(run: Run) -> list[Wanted]:
    """Of a month that nobody approved yet: only benefits whose budget is known. Two queries."""
    known = [one for one in budgets(run.month.year) if one.is_known]
    if not known:
        return []
    rows = run.lines.order_by().values("benefit").annotate(total=Sum("amount"))
    sums = {row["benefit"]: row["total"] for row in rows}
    return [
        Wanted(
            one.name,
            format_fen(sums[one.code]),
            format_fen(one.left),
            sums[one.code] > one.left,
        )
        for one in known
        if one.code in sums
    ]


def balances() -> tuple[list[tuple[str, str]], bool]:
    """What stands where, and whether all of it comes to nothing, as it must. One query."""
    rows = Account.objects.filter(unit="fen").annotate(total=Sum("lines__amount"))
    sums: dict[str, int] = {}
    for code, total in rows.exclude(total=None).values_list("code", "total"):
        kind = code.partition("/")[0]
        sums[kind] = sums.get(kind, 0) + total
    known = {kind for kind, _ in KINDS}
    rest = sum(total for kind, total in sums.items() if kind not in known)
    shown = [(word, format_fen(sums[kind])) for kind, word in KINDS if kind in sums]
    if any(kind not in known for kind in sums):
        shown.append((OTHERS, format_fen(rest)))
    return shown, sum(sums.values()) == 0


@dataclass(frozen=True)
class Month:
    month: str
    entries: int
    turnover: str
    locked: Period | None
    is_over: bool


def months(current: str) -> list[Month]:
    """The last of them, newest first. Three queries."""
    counted = Entry.objects.order_by().values("month").annotate(n=Count("pk"))
    rows = list(counted.order_by("-month")[:MONTHS])
    names = [row["month"] for row in rows]
    came = EntryLine.objects.filter(entry__month__in=names, amount__gt=0, account__unit="fen")
    sums = came.order_by().values("entry__month").annotate(total=Sum("amount"))
    turned = {row["entry__month"]: row["total"] for row in sums}
    locked = {one.month: one for one in Period.objects.filter(month__in=names)}
    return [
        Month(
            row["month"],
            row["n"],
            format_fen(turned.get(row["month"], 0)),
            locked.get(row["month"]),
            row["month"] < current,
        )
        for row in rows
    ]
