"""What cannot be asked, in words for whoever tried; and how a provider failed."""

from __future__ import annotations

from enum import StrEnum


class ExchangeFault(Exception):
    """Nothing was changed."""


class Kind(StrEnum):
    """``OUTAGE``: no answer came; ``WRONG``: one came that is not to be used; ``REFUSED``: the
    provider will never answer this."""

    OUTAGE = "outage"
    WRONG = "wrong"
    REFUSED = "refused"


class Failed(Exception):
    """One try came to nothing. The words (Chinese) name no person and no number."""

    def __init__(self, kind: Kind, why: str, code: str = "") -> None:
        super().__init__(why)
        self.kind, self.code = kind, code or kind.value
