"""The accounts of assistance in the books. All in fen.

``spent/<benefit>/<town>/<year>``   spent, by approval                       (支出)
``owed/<benefit>/<town>``           approved, not yet in the recipient's hand (负债)
``sent/<run>``                      with the bank, not answered yet           (资产 → 0)
``suspense/<benefit>``              came back, waits for a right account      (负债)
``claimed/<benefit>``               paid too much, asked back                 (资产)
``bank/relief``                     the bureau's account for assistance       (资产)
``petty/<town>``                    cash and goods that a town hands out      (资产)
``budget/<benefit>/<year>``         granted for the year, with ``budget/granted`` against it
"""

from __future__ import annotations

from django.db.models import Sum

from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.tree import Tree
from yingzhou.kernel.ledger.models import Account, EntryLine
from yingzhou.kernel.ledger.services import account
from yingzhou.kernel.payments.benefits import benefits

EXPENSE, DEBT, ASSET = Account.Kind.EXPENSE, Account.Kind.LIABILITY, Account.Kind.ASSET


def name_of(benefit: str) -> str:
    """Also of what is paid case by case."""
    found = benefits().get(benefit) or items().get(benefit)
    return found.name if found else benefit


def spent(benefit: str, town: str, year: int) -> Account:
    name = f"{name_of(benefit)}支出 {town} {year}"
    return account(f"spent/{benefit}/{town}/{year}", name, EXPENSE)


def owed(benefit: str, town: str) -> Account:
    return account(f"owed/{benefit}/{town}", f"应付{name_of(benefit)} {town}", DEBT)


def suspense(benefit: str) -> Account:
    return account(f"suspense/{benefit}", f"退回待发{name_of(benefit)}", DEBT)


def claimed(benefit: str) -> Account:
    return account(f"claimed/{benefit}", f"应追回{name_of(benefit)}", ASSET)


def bank() -> Account:
    return account("bank/relief", "救助资金专户", ASSET)


def petty(town: str) -> Account:
    return account(f"petty/{town}", f"乡镇救助备用金 {town}", ASSET)


def sent(run: int) -> Account:
    return account(f"sent/{run}", f"在途资金(第 {run} 批)", ASSET)


def granted(benefit: str, year: int) -> Account:
    return account(f"budget/{benefit}/{year}", f"{name_of(benefit)}预算 {year}", ASSET)


def benefit_of(code: str) -> str:
    """``relief/dibao`` of ``spent/relief/dibao/310151101/2026``."""
    return "/".join(code.split("/")[1:3])


def budget_left(benefit: str, year: int) -> int | None:
    """Of the year's budget, in fen; None where none was entered."""
    rows = EntryLine.objects.filter(account__code=f"budget/{benefit}/{year}")
    budget = rows.aggregate(total=Sum("amount"))["total"]
    if budget is None:
        return None
    used = EntryLine.objects.filter(
        account__code__startswith=f"spent/{benefit}/", account__code__endswith=f"/{year}"
    )
    return int(budget - (used.aggregate(total=Sum("amount"))["total"] or 0))


def town_code(tree: Tree, division: int) -> str:
    """The town of a division; the district where it has none."""
    return town_of(tree, division).code
