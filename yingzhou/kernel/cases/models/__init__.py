"""Tables of the case kernel."""

from .case import Case, NumberSeries, Party, SealedJSONField, Step
from .clocks import Clock, ClockPause, Extension
from .drafts import Draft, DraftFile
from .records import (
    DataUse,
    Decision,
    DestructionLine,
    DestructionList,
    Document,
    Rating,
)
from .work import Appointment, Consultation, Correction, Delegation, Handover

__all__ = [
    "Appointment",
    "Case",
    "Clock",
    "ClockPause",
    "Consultation",
    "Correction",
    "DataUse",
    "Decision",
    "Delegation",
    "DestructionLine",
    "DestructionList",
    "Document",
    "Draft",
    "DraftFile",
    "Extension",
    "Handover",
    "NumberSeries",
    "Party",
    "Rating",
    "SealedJSONField",
    "Step",
]
