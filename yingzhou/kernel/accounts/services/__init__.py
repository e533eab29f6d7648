"""Everything that changes accounts, mandates and codes; each act is audited."""

from .api_calls import Answer, OtherContent, Running, once
from .api_clients import NewClient, client_of, create_client, renew_token, revoke_client
from .codes import CODE_DAYS, WRONG_TRIES, TooManyTries, issue_code, log_in_by_code, revoke_code
from .mandates import record_mandate, revoke_mandate
from .own_person import link_person, unlink_person
from .residents import resident_account
from .staff import (
    NewAccount,
    Refused,
    assign,
    change_own_password,
    create_account,
    deactivate,
    end_assignment,
    reactivate,
    reset_password,
    reset_second_factor,
    unlock,
    verify_audit,
)

__all__ = [
    "CODE_DAYS",
    "WRONG_TRIES",
    "Answer",
    "NewAccount",
    "NewClient",
    "OtherContent",
    "Refused",
    "Running",
    "TooManyTries",
    "assign",
    "change_own_password",
    "client_of",
    "create_account",
    "create_client",
    "deactivate",
    "end_assignment",
    "issue_code",
    "link_person",
    "log_in_by_code",
    "once",
    "reactivate",
    "record_mandate",
    "renew_token",
    "reset_password",
    "reset_second_factor",
    "resident_account",
    "revoke_client",
    "revoke_code",
    "revoke_mandate",
    "unlink_person",
    "unlock",
    "verify_audit",
]
