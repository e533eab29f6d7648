from .hospitals import Hospital, Statement
from .insurance import Claim, ClaimNote
from .settlements import Refusal, Settlement, YearTotal

__all__ = [
    "Claim",
    "ClaimNote",
    "Hospital",
    "Refusal",
    "Settlement",
    "Statement",
    "YearTotal",
]
