"""Reading organisations and facilities: how many on that day, lists, and single records."""

from .counts import (
    beds_on,
    certificates_on,
    count_on,
    facilities_on,
    organisations_on,
    overview,
    posts_on,
)
from .lists import LISTS, Asked, Listing
from .matching import matching
from .records import facility_record, organisation_record

__all__ = [
    "LISTS",
    "Asked",
    "Listing",
    "beds_on",
    "certificates_on",
    "count_on",
    "facilities_on",
    "facility_record",
    "matching",
    "organisation_record",
    "organisations_on",
    "overview",
    "posts_on",
]
