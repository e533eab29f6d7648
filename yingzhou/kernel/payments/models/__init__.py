"""Who is entitled, what was computed and what became of the money."""

from .accounts import AccountChange
from .awards import Award, Effect, Heard
from .bank import BankFile, PayeeAccount, Transfer
from .confirmations import Confirmation, Draw, Inquiry
from .corrections import AwardChange, Correction
from .facts import AwardFact
from .grants import Grant
from .recoveries import Receipt, Recovery, RecoveryMonth
from .runs import DraftReturn, Run, RunLine, Stop
from .sealed import MonthTotal, SealedYear

__all__ = [
    "AccountChange",
    "Award",
    "AwardChange",
    "AwardFact",
    "BankFile",
    "Confirmation",
    "Correction",
    "DraftReturn",
    "Draw",
    "Effect",
    "Grant",
    "Heard",
    "Inquiry",
    "MonthTotal",
    "PayeeAccount",
    "Receipt",
    "Recovery",
    "RecoveryMonth",
    "Run",
    "RunLine",
    "SealedYear",
    "Stop",
    "Transfer",
]
