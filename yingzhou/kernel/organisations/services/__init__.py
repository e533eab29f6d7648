"""What may be done to organisations, facilities, beds, posts and certificates."""

from .beds import add_beds, convert_bed, retire_bed
from .certificates import grant_certificate, withdraw_certificate
from .facilities import close_facility, open_facility, record_work, set_capacity
from .follow import end_posts_of_the_dead, restore_posts
from .notes import note_export, note_refusal
from .organisations import dissolve_organisation, file_annual_report, found_organisation
from .posts import leave_post, take_post

__all__ = [
    "add_beds",
    "close_facility",
    "convert_bed",
    "dissolve_organisation",
    "end_posts_of_the_dead",
    "file_annual_report",
    "found_organisation",
    "grant_certificate",
    "leave_post",
    "note_export",
    "note_refusal",
    "open_facility",
    "record_work",
    "restore_posts",
    "retire_bed",
    "set_capacity",
    "take_post",
    "withdraw_certificate",
]
