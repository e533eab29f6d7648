"""What went out about a case: letters, messages, 公示 with objections, the decision, the rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case, Decision, Rating
from yingzhou.kernel.cases.selectors.rights import is_rated, not_of_theirs
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.notices import selectors as notices

from .opening import Opened


@dataclass(frozen=True)
class Post:
    letters: list[Any]
    messages: list[Any]
    notices: list[tuple[PublicNotice, list[Objection]]]
    decisions: list[Decision]
    rating: Rating | None
    following: list[Any]
    is_kept: bool
    may_hand_out: bool
    is_unreached: bool


def of(opened: Opened, user: User) -> Post:
    """Seven queries. Letters and messages call the applicant by name: where that is kept, only
    whoever has the matter in hand reads them."""
    case = opened.case
    about = f"case:{case.pk}"
    is_kept = opened.hides_name and not opened.is_secret
    shown = PublicNotice.objects.filter(about=about).prefetch_related("objections").order_by("pk")
    messages = [] if is_kept else notices.messages_about(about)
    told = {one.key: one for one in messages}
    decisions = case.decisions.select_related("made_by").defer("inputs", "trace").order_by("pk")
    return Post(
        letters=[] if is_kept else notices.letters_about(about),
        messages=messages,
        notices=[(one, [_told(row, told) for row in one.objections.all()]) for one in shown],
        decisions=list(decisions),
        rating=_rating(case, user),
        following=list(case.following.filter(not_of_theirs(user)).defer("answers").order_by("pk")),
        is_kept=is_kept,
        may_hand_out=user.may("cases.receive") and case.destroyed_at is None,
        is_unreached=case.is_open
        and case.applicant is not None
        and not notices.is_reached(case.applicant),
    )


def _rating(case: Case, user: User) -> Rating | None:
    """A bad one is not shown to whom it is about: a colleague puts it right."""
    row = Rating.objects.select_related("rectification").filter(case=case).first()
    if row is None or row.rectification is None:
        return row
    return None if is_rated(user, row.rectification) else row


def _told(row: Objection, messages: dict[str, Any]) -> Objection:
    """With the message that tells whoever objected the result, if one was written."""
    row.message = messages.get(row.message_key)  # type: ignore[attr-defined]
    return row
