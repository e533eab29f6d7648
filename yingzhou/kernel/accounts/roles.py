"""Roles and what they may do. One table, read in one breath; the URL x role matrix test holds it.

Classes of data (DESIGN.md section 5): public, personal (names, addresses), sensitive (disability,
benefits, full identity numbers), children (files of minors).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """``level``: where it is held, 区/镇/村. ``needs_second_factor``: login asks for a code too.
    ``of_unit``: held for one office outside the bureau (区教育局), and speaks for no other."""

    name: str
    level: str
    permissions: frozenset[str]
    data: frozenset[str]
    needs_second_factor: bool = False
    of_unit: bool = False


def _role(
    name: str, level: str, permissions: str, data: str, second: bool = False, of_unit: bool = False
) -> Role:
    held = frozenset(permissions.split())
    return Role(name, level, held, frozenset(data.split()), second, of_unit)


_BOARD = "board.view board.records"
_LAW = "policy.view"
_READ = "desk.enter people.search people.view places.view divisions.view"
_CHANGE = "people.reveal people.change deaths.report"
_WORK = "cases.view cases.receive cases.handle"
_ASSESS = "assessments.assess assessments.view"
_GO, _OVERSEE = "visits.do visits.view", "visits.oversee visits.view"

ROLES: dict[str, Role] = {
    "leader": _role(
        "分管领导",
        "区",
        f"{_BOARD} board.export {_LAW} policy.whatif cases.supervise",
        "public personal",
    ),
    "bureau": _role(
        "区民政局业务科",
        "区",
        f"{_BOARD} board.export board.publish {_READ} {_CHANGE} imports.use divisions.change"
        f" {_LAW} policy.whatif {_WORK} cases.decide cases.supervise cases.archive"
        " catalogue.manage notices.view disclosure.manage payments.view exchange.view"
        f" {_GO} {_OVERSEE} {_ASSESS} advising.view advising.oversee"
        " medical.view medical.hospitals insurance.view insurance.handle exits.view"
        " discovery.view discovery.ask counters.expect",
        "public personal sensitive children",
        second=True,
    ),
    "town": _role(
        "乡镇经办",
        "镇",
        f"{_BOARD} {_READ} {_CHANGE} imports.use {_LAW} {_WORK} {_GO} {_OVERSEE}"
        f" {_ASSESS} advising.view advising.oversee exits.view discovery.view payments.confirm",
        "public personal sensitive children",
    ),
    "approver": _role(
        "乡镇审核确认",
        "镇",
        f"{_BOARD} {_READ} {_LAW} cases.view cases.decide cases.supervise {_OVERSEE}"
        " assessments.view exits.view discovery.view",
        "public personal sensitive children",
    ),
    "counter": _role(
        "受理中心窗口",
        "镇",
        f"{_READ} {_LAW} cases.view cases.receive counters.serve counters.expect deaths.report",
        "public personal sensitive",
    ),
    "village": _role(
        "村居干部",
        "村",
        f"{_BOARD} {_READ} {_LAW} {_WORK} {_GO} discovery.view payments.confirm deaths.report",
        "public personal",
    ),
    "adviser": _role(
        "救助顾问",
        "镇",
        f"{_READ} {_LAW} {_GO} {_ASSESS} advising.view advising.work discovery.view",
        "public personal sensitive",
    ),
    "department": _role(
        "协办部门",
        "区",
        "desk.enter cases.opinion advising.answer",
        "public personal sensitive children",
        of_unit=True,
    ),
    "notifier": _role(
        "死亡信息报送",
        "区",
        "desk.enter deaths.report",
        "public",
        of_unit=True,
    ),
    "finance": _role(
        "资金发放经办",
        "区",
        f"desk.enter {_LAW} payments.view payments.compute payments.send"
        " medical.view medical.draw_up",
        "public personal sensitive",
    ),
    "treasurer": _role(
        "资金审批",
        "区",
        f"desk.enter {_LAW} payments.view payments.approve medical.view medical.close",
        "public personal sensitive",
    ),
    "archivist": _role("档案管理员", "区", "desk.enter cases.archive", "public"),
    "administrator": _role(
        "系统管理员",
        "区",
        "accounts.manage desk.enter notices.view exchange.view",
        "public",
        second=True,
    ),
    "auditor": _role("安全审计员", "区", "audit.read desk.enter", "public", second=True),
}

LEVELS = {"区": 1, "镇": 2, "村": 3}
"""The level of division (``Division.Level``) at which a role of that level is held."""

SEPARATED = frozenset({"administrator", "auditor"})
"""三员分立 (GB/T 22239-2019 8.1.4.2 d): nobody holds two of these at the same time."""
