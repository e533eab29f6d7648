"""Who is still to be asked whether the money came, by whom; how it stands by town; inquiries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import classes_at, scope_of
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import name_on, tree_on
from yingzhou.kernel.notices.models import Contact
from yingzhou.kernel.payments.models import Confirmation, Inquiry, Run
from yingzhou.kernel.people.names import mask_name

SIZE = 20
CONFIRM = "payments.confirm"
State = Confirmation.State
TABS = {
    State.ASKED: "还没问",
    State.UNREACHED: "没联系上",
    State.MISSING: "没收到",
    State.RECEIVED: "收到了",
}
HEADS = ["乡镇", "抽了", "收到了", "没收到", "没联系上", "还没问", "其中过期", "问到的占"]


@dataclass(frozen=True)
class Asked:
    """``amount`` is empty for who may not see what somebody gets."""

    row: Confirmation
    who: str
    phone: str
    where: str
    month: date
    amount: str
    is_late: bool

    @property
    def may_answer(self) -> bool:
        return self.row.state in (State.ASKED, State.UNREACHED)


@dataclass(frozen=True)
class Town:
    name: str
    sampled: int
    received: int
    missing: int
    unreached: int
    waiting: int
    late: int

    @property
    def rate(self) -> str:
        reached = self.received + self.missing
        return f"{reached * 100 / self.sampled:.1f}%" if self.sampled else "—"

    @property
    def cells(self) -> list[Any]:
        return [self.name, self.sampled, self.received, self.missing, self.unreached,
                self.waiting, self.late, self.rate]  # fmt: skip


def _reached_by(user: User) -> QuerySet[Confirmation]:
    scope = scope_of(user, CONFIRM)
    rows = Confirmation.objects.all()
    return rows if scope.is_everything else rows.filter(division__in=scope.ids or ())


def may_answer(user: User, row: Confirmation) -> bool:
    return scope_of(user, CONFIRM).contains(row.division_id)


def counts(user: User) -> dict[str, int]:
    rows = _reached_by(user).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def listed(user: User, state: str, cursor: str) -> Page:
    """Those in the reach of ``user``, who is due first comes first. Three queries."""
    rows = _reached_by(user).filter(state=state).select_related("payee", "run")
    page = keyset(rows, ["due", "id"], cursor, SIZE)
    today = clock.today()
    contacts = Contact.objects.on(today).filter(
        person__in=[row.payee_id for row in page.rows], channel=Contact.Channel.SMS
    )
    phones = {one.person_id: one.address for one in contacts}
    found = [_asked(row, user, phones.get(row.payee_id, ""), today) for row in page.rows]
    return Page(found, page.after, page.is_first)


def _asked(row: Confirmation, user: User, phone: str, today: date) -> Asked:
    is_seen = "sensitive" in classes_at(user, [row.division_id], CONFIRM)
    return Asked(
        row=row,
        who=row.payee.name,
        phone=phone,
        where=name_on(row.division_id, row.run.month),
        month=row.run.month,
        amount=format_fen(row.amount) if is_seen else "",
        is_late=row.state in (State.ASKED, State.UNREACHED) and today > row.due,
    )


def waiting_of(person: int) -> list[tuple[Confirmation, str]]:
    """What a resident is asked on their own page, with the sum. One query."""
    rows = Confirmation.objects.filter(payee=person, state__in=(State.ASKED, State.UNREACHED))
    found = rows.select_related("run").order_by("-run__month")[:3]
    return [(row, format_fen(row.amount)) for row in found]


def by_town(run: Run) -> list[Town]:
    """The last line is the district. One query and the tree."""
    is_open = Q(state__in=(State.ASKED, State.UNREACHED))
    rows = Confirmation.objects.filter(run=run).order_by().values("division")
    sums = rows.annotate(
        sampled=Count("pk"),
        received=Count("pk", filter=Q(state=State.RECEIVED)),
        missing=Count("pk", filter=Q(state=State.MISSING)),
        unreached=Count("pk", filter=Q(state=State.UNREACHED)),
        waiting=Count("pk", filter=Q(state=State.ASKED)),
        late=Count("pk", filter=is_open & Q(due__lt=clock.today())),
    )
    tree = tree_on(run.month)
    names = ("sampled", "received", "missing", "unreached", "waiting", "late")
    found: dict[str, list[int]] = {}
    for row in list[Any](sums):
        town = found.setdefault(town_of(tree, row["division"]).name, [0] * len(names))
        for place, name in enumerate(names):
            town[place] += row[name]
    towns = [Town(name, *some) for name, some in sorted(found.items(), key=lambda one: one[0])]
    if not towns:
        return []
    total = [sum(one[place] for one in found.values()) for place in range(len(names))]
    return [*towns, Town("全区", *total)]


@dataclass(frozen=True)
class Looked:
    row: Inquiry
    who: str
    amount: str
    run: Run
    is_late: bool


def inquiries(cursor: str, only_open: bool) -> Page:
    """Those that wait come first. One query."""
    rows = Inquiry.objects.select_related("confirmation__payee", "confirmation__run")
    waiting = (Inquiry.State.ASKING, Inquiry.State.MISSED)
    rows = rows.filter(state__in=waiting) if only_open else rows.exclude(state__in=waiting)
    page = keyset(rows, ["due", "id"], cursor, SIZE)
    today = clock.today()
    found = [
        Looked(
            row, mask_name(row.confirmation.payee.name), format_fen(row.confirmation.amount),
            row.confirmation.run, row.state in waiting and today > row.due,
        )
        for row in page.rows
    ]  # fmt: skip
    return Page(found, page.after, page.is_first)


def open_inquiries() -> int:
    waiting = (Inquiry.State.ASKING, Inquiry.State.MISSED)
    return Inquiry.objects.filter(state__in=waiting).count()
