"""The accounts of settlements in the books, beside those of the monthly payments. All in fen.

``spent/relief/medical/<town>/<year>``   given on bills, by settlement        (支出)
``hospital/<code>/<month>``              owed to a hospital for a month       (负债)
``bank/relief``                          the bureau's account for assistance  (资产)
"""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.ledger.models import Account
from yingzhou.kernel.ledger.services import account
from yingzhou.kernel.payments.books import bank
from yingzhou.programmes.assistance.relief.models import Hospital

__all__ = ["bank", "owed", "owed_code", "settled_key", "spent"]
MEDICAL = "relief/medical"


def spent(town_code: str, town: str, year: int) -> Account:
    return account(
        f"spent/{MEDICAL}/{town_code}/{year}",
        f"医疗救助支出 {town} {year}",
        Account.Kind.EXPENSE,
    )


def owed_code(hospital: str, month: date) -> str:
    return f"hospital/{hospital}/{month:%Y-%m}"


def owed(hospital: Hospital, month: date) -> Account:
    name = f"应付{hospital.name}医疗救助 {month:%Y-%m}"
    return account(owed_code(hospital.code, month), name, Account.Kind.LIABILITY)


def settled_key(settlement: int) -> str:
    """Under which the books know a settlement, and a reversal, which is one too."""
    return f"settlement:{settlement}"


def cleared_key(statement: int) -> str:
    return f"settlement-month:{statement}"
