"""What a phone takes along: the least that is needed at the door, and nothing of others."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from yingzhou.core import crypto
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.catalogue.items import Field
from yingzhou.kernel.people.models import Residence
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.files import Form
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.opened import Opened, by_visits

from . import rights
from .lists import heads_of, rows_of, shown

AHEAD = timedelta(days=31)
MOST = 60
KEPT_DAYS = 7
"""So long a phone keeps what it took along without having heard from us."""
UNSENT_DAYS = 30
"""So long it keeps what was written and not sent; it says so before."""
LATELY = timedelta(days=14)
MOST_DONE = 40
"""Of what was done in so many days the phone says which matters it opened."""


def bundle(user: User, today: date) -> dict[str, Any]:
    """My open visits of the next weeks, the forms they need, and the key that seals what is kept on
    the phone: without it, a phone that was lost tells nothing."""
    rows = list(
        shown(
            Visit.objects.filter(
                rights.condition(user),
                user=user,
                state__in=(Visit.State.PLANNED, Visit.State.ASSIGNED),
                due_on__lte=today + AHEAD,
            )
        ).order_by("due_on", "pk")[:MOST]
    )
    forms: dict[str, dict[str, Any]] = {}
    visits = []
    heads = heads_of([one.household_id for one in rows if one.household_id is not None], today)
    homes = _addresses(rows, today)
    back = _sent_back(rows)
    for one in rows:
        form = casework.form_of(one)
        forms.setdefault(f"{form.key}@{form.version}", _form(form))
        visits.append(_visit(one, form, heads, homes, back))
    return {
        "user": user.pk,
        "name": str(user),
        "day": today.isoformat(),
        "kept_days": KEPT_DAYS,
        "unsent_days": UNSENT_DAYS,
        "key": base64.b64encode(crypto.digest(f"visits-phone:{user.pk}")).decode(),
        "forms": forms,
        "visits": visits,
        "colleagues": _colleagues(rows, user, today),
        "opened": _opened_lately(user, today),
    }


def opened_by(visit: int) -> list[dict[str, str]]:
    """The matters that this visit opened, as the phone says them: the number, or why there is
    none."""
    return [_words(one) for one in by_visits(list(Visit.objects.filter(pk=visit)))]


def _opened_lately(user: User, today: date) -> list[dict[str, str]]:
    """Also what was opened later: when the second visitor had confirmed, or somebody had chosen
    between two records."""
    mine = Q(user=user) | Q(second=user)
    done = Visit.objects.filter(
        rights.condition(user), mine, state=Visit.State.DONE, done_on__gte=today - LATELY
    )
    rows = list(shown(done).order_by("-done_on", "-pk")[:MOST_DONE])
    found = by_visits(rows)
    whose = {one.visit.pk: one for one in rows_of(rows, today)} if found else {}
    return [
        {"who": f"{whose[one.visit].who} {whose[one.visit].kind}", **_words(one)} for one in found
    ]


def _words(one: Opened) -> dict[str, str]:
    return {"what": one.what, "number": one.number, "trouble": one.trouble}


def _visit(
    one: Visit,
    form: Form,
    heads: Mapping[int, str],
    homes: Mapping[int, str],
    back: Mapping[int, Record],
) -> dict[str, Any]:
    kind, sent_back = casework.kind_of(one), back.get(one.pk)
    address = one.household.address if one.household else homes.get(one.person_id or 0, "")
    return {
        "id": one.pk,
        "changes": one.changes,
        "kind": kind.name,
        "who": one.person.name if one.person else heads.get(one.household_id or 0, "这一户"),
        "address": address,
        "reason": one.reason,
        "due": one.due_on.isoformat(),
        "people": one.people,
        "second": one.second_id,
        "may_decline": bool(kind.may_decline),
        "form": f"{form.key}@{form.version}",
        "place": str(one.desk_id) if one.people > 1 else "",
        "back": sent_back.words if sent_back else "",
        "values": sent_back.content["values"] if sent_back else {},
    }


def _addresses(rows: list[Visit], today: date) -> dict[int, str]:
    people = [one.person_id for one in rows if one.person_id is not None]
    homes = Residence.objects.on(today).filter(person__in=people).order_by("kind")
    return dict(homes.values_list("person", "address"))


def _sent_back(rows: list[Visit]) -> dict[int, Record]:
    """What the second visitor gave back, for those that were not written anew since."""
    found = Record.objects.filter(
        Q(state=Record.State.SENT_BACK), visit__in=[one.pk for one in rows]
    )
    return {one.visit_id: one for one in found.order_by("pk")}


def _colleagues(rows: list[Visit], user: User, today: date) -> dict[str, list[list[Any]]]:
    """Who may come along, by desk; asked only where two have to go."""
    found: dict[str, list[list[Any]]] = {}
    for one in rows:
        desk = str(one.desk_id)
        if one.people > 1 and desk not in found:
            others = rights.reaching(one.division_id, today)
            found[desk] = [[other.pk, str(other)] for other in others if other.pk != user.pk]
    return found


def _form(form: Form) -> dict[str, Any]:
    return {
        "name": form.name,
        "photos": form.photos,
        "fields": [_field(one) for one in form.fields],
    }


def _field(one: Field) -> dict[str, Any]:
    return {
        "key": one.key,
        "ask": one.ask,
        "kind": one.kind,
        "options": list(one.options),
        "required": one.required,
        "help": one.help,
        "when": {name: list(values) for name, values in one.when.items()},
    }
