"""``yingzhou check`` finds an entry of the audit that was changed; nobody has to press a button."""

from __future__ import annotations

import pytest

from tests.core.test_audit import by_sql, write
from yingzhou.core.invariants import check_all

pytestmark = pytest.mark.django_db
NAME = "审计记录首尾相接, 没有删改"


def found() -> list[str]:
    return next(one for one in check_all() if one.name == NAME).faults


def test_a_deleted_entry_is_named():
    write(3)
    assert found() == []
    by_sql("UPDATE core_auditentry SET detail = '{}' WHERE seq = 2")
    assert any("第 2 条" in words for words in found())
