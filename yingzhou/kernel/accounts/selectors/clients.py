"""Other offices' systems, for whoever opens and closes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import ApiClient


@dataclass(frozen=True)
class GivenClient:
    """A client with its state in words, and what it may do."""

    row: ApiClient
    state: str
    may: str

    @property
    def is_open(self) -> bool:
        return self.row.revoked_at is None


SOON = timedelta(days=30)


def clients_page(at: datetime, after: str = "") -> tuple[Page, Iterator[GivenClient]]:
    """The newest first; what was closed stays in the list."""
    page = keyset(ApiClient.objects.all(), ["-id"], after)
    return page, (_given(row, at) for row in page.rows)


def _given(row: ApiClient, at: datetime) -> GivenClient:
    state = "有效" if row.is_open(at) else "已停用" if row.revoked_at else "已到期"
    if row.is_open(at) and row.valid_until <= at + SOON:
        state = "快到期, 请换令牌"
    return GivenClient(row, state, "; ".join(ApiClient.SCOPES.get(one, one) for one in row.scopes))
