"""Who is entitled, what was computed and what became of the money."""

from .awards import Award, Effect, Heard
from .bank import BankFile, PayeeAccount, Transfer
from .recoveries import Receipt, Recovery
from .runs import Run, RunLine, Stop
from .sealed import MonthTotal, SealedYear

__all__ = [
    "Award",
    "BankFile",
    "Effect",
    "Heard",
    "MonthTotal",
    "PayeeAccount",
    "Receipt",
    "Recovery",
    "Run",
    "RunLine",
    "SealedYear",
    "Stop",
    "Transfer",
]
