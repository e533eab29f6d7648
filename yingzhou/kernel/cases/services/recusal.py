"""Who became a relative of an applicant after they had the matter in hand (they married into the
family, the register was put right) lets go of it: they cannot open it any more, and in their name
no colleague would find it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from yingzhou.core import audit
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case, Handover, Party
from yingzhou.kernel.cases.selectors.rights import shut_to

from .advance import locked


def let_go(at: datetime) -> int:
    """Open matters go back to the common queue; how many. Whoever takes the next step answers for
    them."""
    held = Case.objects.filter(is_open=True)
    hands = Q(pk__in=held.values("handler")) | Q(pk__in=held.values("owner"))
    done = 0
    for user in User.objects.filter(hands, person__isnull=False).order_by("pk"):
        shut = shut_to(user)
        about = Party.objects.filter(person__in=shut).values("case")
        theirs = held.filter(Q(handler=user) | Q(owner=user))
        for pk in theirs.filter(Q(applicant__in=shut) | Q(pk__in=about)).values_list(
            "pk", flat=True
        ):
            _let_go(pk, user, at)
            done += 1
    return done


@transaction.atomic
def _let_go(pk: int, user: User, at: datetime) -> None:
    row = locked(pk)
    if row.handler_id == user.pk:
        row.handler = None
    if row.owner_id == user.pk:
        row.owner = None
    row.save(update_fields=["handler", "owner"])
    offers = row.handovers.filter(Q(giver=user) | Q(receiver=user), state=Handover.State.OFFERED)
    offers.update(state=Handover.State.TAKEN_BACK, answered_at=at, answer="回避")
    audit.record(
        audit.SYSTEM, "case.let_go", row, {"number": row.number, "username": user.username}
    )
