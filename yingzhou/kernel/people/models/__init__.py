"""Persons and what is known about them. Facts that change are effective-dated rows of their own."""

from .care import CareLevel, DisabilityCertificate, Illness, Schooling
from .changes import FactChange
from .custody import Custody
from .deaths import DeathReport
from .economy import Assets, Income
from .events import Enrolment, LifeEvent, NotSamePerson
from .register import Household, Kinship, Membership, Person, Residence

__all__ = [
    "Assets",
    "CareLevel",
    "Custody",
    "DeathReport",
    "DisabilityCertificate",
    "Enrolment",
    "FactChange",
    "Household",
    "Illness",
    "Income",
    "Kinship",
    "LifeEvent",
    "Membership",
    "NotSamePerson",
    "Person",
    "Residence",
    "Schooling",
]
