"""What happened to inquiries, for whoever asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonAskedAbout:
    """A request goes out for the first time: somebody outside is told of the person."""

    about: str
    person_id: int
    provider: str


@dataclass(frozen=True)
class AnswerReceived:
    about: str
    person_id: int
    provider: str
    request_id: int


@dataclass(frozen=True)
class InquiryCompleted:
    inquiry_id: int
    about: str
