"""Reading letters and messages: is a letter genuine, what is on its way, what went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from yingzhou.core import clock
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.notices import codes, confidence, providers
from yingzhou.kernel.notices.addresses import masked
from yingzhou.kernel.notices.models import Contact, DevelopmentOutbox, Letter, Message
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.names import mask_name


@dataclass(frozen=True)
class Genuine:
    """What anybody who holds the code may know of a letter, and nothing more."""

    number: str
    title: str
    day: date
    signed_by: str
    to: str
    revoked_on: date | None


def genuine(typed: str) -> Genuine | None:
    """The letter of this code; None where there is none."""
    told = ("number", "title", "issued_at", "signed_by", "revoked_at")
    found = (
        Letter.objects.select_related("person", "organisation")
        .only(*told, "person__name", "organisation__name")
        .filter(code=codes.tidied(typed))
        .first()
    )
    if found is None:
        return None
    revoked = found.revoked_at
    return Genuine(
        number=found.number,
        title=found.title,
        day=found.issued_at.astimezone(clock.ZONE).date(),
        signed_by=found.signed_by,
        to=shown_to(found),
        revoked_on=revoked.astimezone(clock.ZONE).date() if revoked else None,
    )


def shown_to(told: Letter | Message) -> str:
    """Whom it went to: a person masked, an organisation by its name."""
    if told.person is not None:
        return mask_name(told.person.name)
    if told.organisation is not None:
        return told.organisation.name
    return "未登记的人" if isinstance(told, Message) else ""


def is_reached(person: Person) -> bool:
    """Whether any message would arrive."""
    return Contact.objects.on(clock.today()).filter(person=person).exists()


def reached_at(person: Person) -> str:
    """The mobile number that messages to this person go to today, in part; empty for none."""
    rows = Contact.objects.on(clock.today()).filter(person=person, channel=Contact.Channel.SMS)
    found = rows.order_by("-valid_from").first()
    return masked(str(found.address)) if found is not None else ""


def letters_of(person: Person, after: str = "") -> Page:
    """A resident's letters, the newest first. What they say stays sealed."""
    rows = Letter.objects.filter(person=person).defer("content")
    return keyset(rows, ["-issued_at", "-id"], after)


def letters_about(*about: str) -> list[Letter]:
    """The letters of matters (``case:123``), the earliest first."""
    return list(Letter.objects.filter(about__in=about).defer("content").order_by("pk"))


def messages_about(about: str) -> list[Message]:
    """The messages of a matter, the earliest first."""
    return list(Message.objects.filter(about=about).order_by("pk"))


def outbox(status: str, after: str = "") -> Page:
    """Messages in one state, the newest first."""
    rows = Message.objects.filter(status=status).select_related("person", "organisation")
    return keyset(rows, ["-id"], after)


def named(rows: Iterable[Message]) -> list[tuple[Message, str, str]]:
    """Messages with whom they go to and what they say; of what was reported in confidence neither:
    whoever must call a reporter back asks on the case's page, and it is noted."""
    rows = list(rows)
    secret = confidence.kept(row.about for row in rows)
    return [
        (row, confidence.NAMED, confidence.WORDS)
        if row.about in secret
        else (row, shown_to(row), str(row.text))
        for row in rows
    ]


def counts() -> list[tuple[str, str, int]]:
    """State, word and how many, in the order of need."""
    found = Message.objects.filter(status__in=[*Message.OPEN, Message.Status.GIVEN_UP])
    held = dict(found.order_by().values_list("status").annotate(n=Count("pk")))
    order = (Message.Status.GIVEN_UP, Message.Status.FAILED, Message.Status.WAITING)
    return [(state.value, state.label, held.get(state.value, 0)) for state in order]


def letters_unmade() -> int:
    """Letters whose PDF is still to be made."""
    return Letter.objects.filter(file="").count()


def troubles() -> list[tuple[str, str]]:
    """Channel and what keeps its messages in the house."""
    return [
        (channel.label, fault)
        for channel in Contact.Channel
        for fault in providers.check_config(channel.value)
    ]


def development_outbox(after: str = "") -> Page:
    return keyset(DevelopmentOutbox.objects.all(), ["-id"], after)
