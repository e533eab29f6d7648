"""Whose money of a run did not arrive, why, and what has to happen before it can go again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.payments.models import AccountChange, PayeeAccount, Run, RunLine, Transfer
from yingzhou.kernel.people.names import mask_name

SIZE = 20
NO_ACCOUNT = "没有登记收款账号, 没有报给银行"
NOT_ARRIVED = "本人没收到, 银行查明没有到账"


@dataclass(frozen=True)
class Waiting:
    """``account``: to which it would go today; ``is_same``: it came back from that very one
    (:func:`stuck`)."""

    payee: int
    who: str
    where: str
    lines: int
    amount: str
    why: str
    account: PayeeAccount | None
    is_same: bool
    change: AccountChange | None


@dataclass(frozen=True)
class Sums:
    persons: int
    ready: int
    total: str


def stuck(run: Run) -> QuerySet[Transfer]:
    """What would go to the very account that it came back from: nobody has named another since, nor
    looked at that one again (the same number written down anew, and agreed to)."""
    looked = AccountChange.objects.filter(
        person=OuterRef("payee"),
        state=AccountChange.State.TAKEN,
        decided_at__gt=OuterRef("file__answered_at"),
    )
    back = Transfer.objects.filter(file__run=run, state=Transfer.State.FAILED)
    return back.filter(account__valid_to=FOREVER).exclude(Exists(looked))


def sums(run: Run) -> Sums:
    """How many persons wait, and how many of them have an account by now. One query."""
    rows = run.lines.filter(state=RunLine.State.FAILED)
    there = PayeeAccount.objects.filter(valid_to=FOREVER).exclude(
        person__in=stuck(run).values("payee")
    )
    found = rows.aggregate(
        n=Count("payee", distinct=True),
        ready=Count("payee", distinct=True, filter=Q(payee__in=there.values("person"))),
        fen=Sum("amount"),
    )
    return Sums(found["n"], found["ready"], format_fen(found["fen"] or 0))


def listed(run: Run, cursor: str) -> Page:
    """A page of them. Six queries."""
    lines = run.lines.filter(state=RunLine.State.FAILED).order_by()
    rows = lines.values("payee_id", "payee__name").annotate(
        n=Count("pk"), fen=Sum("amount"), place=Max("division")
    )
    page = keyset(rows, ["payee_id"], cursor, SIZE)
    people = [row["payee_id"] for row in page.rows]
    last = {
        one.payee_id: one
        for one in Transfer.objects.filter(file__run=run, payee__in=people).order_by(
            "file__attempt"
        )
    }
    there = PayeeAccount.objects.filter(person__in=people, valid_to=FOREVER)
    accounts = {one.person_id: one for one in there}
    asked = AccountChange.objects.filter(person__in=people).exclude(state=AccountChange.State.TAKEN)
    changes = {one.person_id: one for one in asked.order_by("pk")}
    same = set(stuck(run).filter(payee__in=people).values_list("payee", flat=True))
    shown = [_one(row, run, last, accounts, changes, same) for row in page.rows]
    return Page(shown, page.after, page.is_first)


def _one(
    row: dict,
    run: Run,
    last: dict[int, Transfer],
    accounts: dict[int, PayeeAccount],
    changes: dict[int, AccountChange],
    same: set[int],
) -> Waiting:
    payee = row["payee_id"]
    sent, account = last.get(payee), accounts.get(payee)
    return Waiting(
        payee=payee,
        who=mask_name(row["payee__name"]),
        where=name_on(row["place"], run.month),
        lines=row["n"],
        amount=format_fen(row["fen"]),
        why=_why(sent),
        account=account,
        is_same=payee in same,
        change=changes.get(payee),
    )


def _why(sent: Transfer | None) -> str:
    if sent is None:
        return NO_ACCOUNT
    if sent.state == Transfer.State.FAILED:
        card = "" if sent.account_id else "付到本人证件号下的卡, "
        return f"{card}银行退回: {sent.reason or '没有说原因'}"
    return NOT_ARRIVED


@dataclass(frozen=True)
class Proposed:
    row: AccountChange
    who: str


def to_agree(cursor: str) -> Page:
    """Accounts that wait for a second person, the oldest first. One query."""
    rows = AccountChange.objects.filter(state=AccountChange.State.PROPOSED)
    page = keyset(rows.select_related("person"), ["id"], cursor, SIZE)
    shown = [Proposed(one, mask_name(one.person.name)) for one in page.rows]
    return Page(shown, page.after, page.is_first)


def count_to_agree() -> int:
    return AccountChange.objects.filter(state=AccountChange.State.PROPOSED).count()
