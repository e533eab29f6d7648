"""schemathesis over the whole API: whatever is sent, the answer is one that the document promises.

Everything that it checks holds, but one thing: an application that is well-formed may be refused
for what it says (nobody has that number), so that acceptance is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.api.conftest import Caller, application
from tests.web.api.hospital import a_bill, settled
from yingzhou.web.api import door
from yingzhou.web.api.schema import document

load_all_checks()
EXAMPLES = 6
KEYS = count(1)
CONFIG = SchemathesisConfig.from_dict(
    {
        # Every call carries a token, so a call without one must not be expected to be refused.
        "generation": {"max-examples": EXAMPLES, "with-security-parameters": False},
        "checks": {"positive_data_acceptance": {"enabled": False}},
    }
)
WHATEVER_IS_SENT = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(document(), config=CONFIG)
schema.app = WSGIHandler()


@pytest.fixture
def system(world, caller, monkeypatch) -> Iterator[Caller]:
    """The site itself, in this process and this transaction; a case stands in it."""
    monkeypatch.setattr(door, "OPEN_A_MINUTE", 1_000_000)
    made = caller()
    answer = made.post("cases/", application(world))
    assert answer.status_code == 201
    made.number, made.asked = answer.json()["number"], application(world)
    made.bill = a_bill(world)
    made.receipt = settled(made, world)
    # As Django's own test client does: the test's connection outlives the request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
def test_every_answer_is_one_that_was_promised(case, system):
    headers = {"Authorization": f"Bearer {system.token}"}
    case.call_and_validate(headers=headers)
    if _aimed(case, system):
        case.call_and_validate(headers=headers, checks=WHATEVER_IS_SENT)


def _aimed(case: schemathesis.Case, system: Caller) -> bool:
    """The same once more, at a case and a person that exist: what is random seldom hits one."""
    if "number" in (case.path_parameters or {}):
        case.path_parameters["number"] = system.number
    elif "receipt" in (case.path_parameters or {}):
        case.path_parameters["receipt"] = system.receipt
    elif case.path == "/api/medical/settlements/" and isinstance(case.body, dict):
        amounts = ("total", "own", "kind", "since")
        sent = {key: case.body[key] for key in amounts if key in case.body}
        case.body = system.bill | {"number": f"A{next(KEYS)}"} | sent
    elif case.path == "/api/cases/" and isinstance(case.body, dict):
        sent = case.body.get("values")
        values = list(sent.values()) if isinstance(sent, dict) else []
        aimed = dict(
            zip(("phone", "savings", "consent", "account", "birth_date"), values, strict=False)
        )
        case.body = system.asked | {"values": system.asked["values"] | aimed}
    else:
        return False
    case.headers["Idempotency-Key"] = f"aimed-{next(KEYS)}"
    return True
