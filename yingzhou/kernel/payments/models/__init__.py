"""Who is entitled, what was computed and what became of the money."""

from .awards import Award
from .bank import BankFile, PayeeAccount, Transfer
from .runs import Run, RunLine, Stop

__all__ = ["Award", "BankFile", "PayeeAccount", "Run", "RunLine", "Stop", "Transfer"]
