"""Tables of the kernel, by what they are about."""

from .facilities import Bed, BedTerm, Capacity, Facility, FacilityWork, Interment
from .organisations import AnnualReport, Organisation
from .people_at_work import Certificate, Post

__all__ = [
    "AnnualReport",
    "Bed",
    "BedTerm",
    "Capacity",
    "Certificate",
    "Facility",
    "FacilityWork",
    "Interment",
    "Organisation",
    "Post",
]
