"""A mother who applies for 低保 on the web, and who else may or may not see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.kernel.cases.conftest import MONDAY, World, at, world
from tests.support.residents import signed_in
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts import services as accounts
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Person

__all__ = ["world"]

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 60
DIBAO = "/services/relief/dibao/"
TYPED = {
    "support": "0", "staff_kin": "0", "account": "6222000011112222", "phone": "13900000000",
}  # fmt: skip


def photo(name: str = "证明.jpg", content: bytes = JPEG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@dataclass
class Resident:
    """Somebody at the portal; ``answers`` by place of the question."""

    client: Client

    def get(self, address: str, **data: Any) -> Any:
        return self.client.get(address, data, follow=True)

    def post(self, address: str, **data: Any) -> Any:
        return self.client.post(address, data, follow=True)

    def says(self, page: Any, **data: Any) -> Any:
        """Answers the page that is open."""
        draft = page.context["here"].draft.pk
        return self.post(page.request["PATH_INFO"], draft=draft, **data)

    def sees_what_is_known(self) -> Any:
        """Begins 低保; everybody agrees."""
        page = self.post(f"{DIBAO}apply/")
        while "-consent/" in page.request["PATH_INFO"]:
            page = self.says(page, **{page.context["question"].place: "1", "do": "next"})
        return page

    def fill(self, item: str = DIBAO, answers: Mapping[str, str] = TYPED) -> Any:
        """From the first page to the last but the sending."""
        page = self.post(f"{item}apply/")
        while "/ask/" in page.request["PATH_INFO"] or "/known/" in page.request["PATH_INFO"]:
            if "/known/" in page.request["PATH_INFO"]:
                page = self.says(page)
                continue
            place = page.context["question"].place
            page = self.says(page, **{place: answers.get(place, "1"), "do": "next"})
            assert page.status_code == 200, page.context["faults"]
        if page.request["PATH_INFO"].endswith("/papers/"):
            page = self.says(page, do="next")
        return page

    def apply(self, item: str = DIBAO, answers: Mapping[str, str] = TYPED) -> Case:
        page = self.says(self.fill(item, answers), truth="1")
        return page.context["case"]


@pytest.fixture
def mother(world) -> Resident:
    return Resident(signed_in(world.mother))


@pytest.fixture
def son(world) -> Resident:
    return Resident(signed_in(world.son))


@pytest.fixture
def mandate(world) -> Callable[..., None]:
    """The mother lets somebody act for her, in some services or in all."""

    def give(agent: Person, *items: str) -> None:
        accounts.record_mandate(
            principal=world.mother, agent=agent, evidence="委托书已核对", valid_from=MONDAY,
            valid_to=MONDAY.replace(year=2030), items=list(items), actor=SYSTEM, at=at(MONDAY),
        )  # fmt: skip

    return give


def supplementing(world: World, case: Case, lines: str = "残疾人证\n法院的调解书") -> None:
    """The counter tells once what is missing."""
    world.step(case, "ask", world.counter, MONDAY, lines=lines)
