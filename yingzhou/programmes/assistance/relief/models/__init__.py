from .findings import Finding
from .hospitals import Hospital, Statement
from .insurance import Claim, ClaimNote
from .settlements import Refusal, Settlement, YearTotal

__all__ = [
    "Claim",
    "ClaimNote",
    "Finding",
    "Hospital",
    "Refusal",
    "Settlement",
    "Statement",
    "YearTotal",
]
