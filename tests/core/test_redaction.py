"""A number typed where none belongs is taken out before anything is kept."""

from __future__ import annotations

import pytest

from yingzhou.core import audit
from yingzhou.core.models import AuditEntry
from yingzhou.core.redaction import HIDDEN, holds_number, redact

NUMBER = "11010519491231002X"  # the worked example that GB 11643 itself prints


@pytest.mark.parametrize(
    "words",
    [
        f"核对{NUMBER}的材料",
        "id110105194912310021x",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
    ],
)
def test_a_number_is_seen_however_it_is_written(words):
    assert holds_number(words)
    assert HIDDEN in redact(words)
    assert "491231" not in redact(words)


@pytest.mark.parametrize(
    "words", ["310151101000", "13800138000", "2025-12-31 10:00", "崇府〔2024〕12号"]
)
def test_other_numbers_stay(words):
    assert redact(words) == words


@pytest.mark.django_db
def test_the_audit_chain_keeps_no_number_that_stands_in_a_reason():
    audit.record(audit.SYSTEM, "people.reveal", None, {"reason": f"核对{NUMBER}", "more": [NUMBER]})
    assert AuditEntry.objects.get().detail == {"reason": f"核对{HIDDEN}", "more": [HIDDEN]}
    audit.record(audit.SYSTEM, "people.reveal", None, {"reason": "核对\x00材料"})
    assert AuditEntry.objects.get(seq=2).detail == {"reason": "核对材料"}
    assert audit.verify() == (2, [])
