from .exits import ExitFinding
from .hospitals import Hospital, Statement
from .insurance import Claim, ClaimNote
from .settlements import Refusal, Settlement, YearTotal

__all__ = [
    "Claim",
    "ClaimNote",
    "ExitFinding",
    "Hospital",
    "Refusal",
    "Settlement",
    "Statement",
    "YearTotal",
]
