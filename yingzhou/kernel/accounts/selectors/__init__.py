"""Reading accounts, mandates, codes and the audit chain."""

from .acting import (
    Principal,
    did_act_for,
    is_beyond_mandate,
    may_act_for,
    person_of_number,
    principals_of,
)
from .clients import GivenClient, clients_page
from .residents import GivenCode, GivenMandate, codes_of, granted_by
from .staff import (
    AuditFilter,
    HeldRole,
    accounts_page,
    audit_page,
    division_choices,
    division_name,
    has_second_factor,
    role_names,
    roles_of,
)

__all__ = [
    "AuditFilter",
    "GivenClient",
    "GivenCode",
    "GivenMandate",
    "HeldRole",
    "Principal",
    "accounts_page",
    "audit_page",
    "clients_page",
    "codes_of",
    "did_act_for",
    "division_choices",
    "division_name",
    "granted_by",
    "has_second_factor",
    "is_beyond_mandate",
    "may_act_for",
    "person_of_number",
    "principals_of",
    "role_names",
    "roles_of",
]
