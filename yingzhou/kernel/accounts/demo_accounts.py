"""The logins of the demo district. They open only while ``settings.DEMO`` is on."""

from __future__ import annotations

from dataclasses import dataclass

DEMO_PASSWORD = "Yingzhou-2025"  # noqa: S105 - printed on the demo's login page


@dataclass(frozen=True)
class DemoAccount:
    username: str
    name: str
    role: str
    division_code: str
    unit: str = ""
    also: str = ""
    """A second role, for the same office."""

    @property
    def roles(self) -> tuple[str, ...]:
        return (self.role, self.also) if self.also else (self.role,)


REPORTING = ("police", "health")
"""Offices that learn of a death before the bureau does."""

DEMO_ACCOUNTS = (
    DemoAccount("leader", "分管领导(演示)", "leader", "310151000000"),
    DemoAccount("bureau", "区民政局业务科(演示)", "bureau", "310151000000"),
    DemoAccount("bureau2", "区民政局业务科二(演示)", "bureau", "310151000000"),
    DemoAccount("town", "城桥镇经办(演示)", "town", "310151101000"),
    DemoAccount("approver", "城桥镇审核确认(演示)", "approver", "310151101000"),
    DemoAccount("counter", "城桥镇受理窗口(演示)", "counter", "310151101000"),
    DemoAccount("village", "城桥村干部(演示)", "village", "310151101201"),
    DemoAccount("adviser", "城桥镇救助顾问(演示)", "adviser", "310151101000"),
    *(
        DemoAccount(
            username,
            f"{unit}(演示)",
            "department",
            "310151000000",
            unit,
            "notifier" if username in REPORTING else "",
        )
        for username, unit in (
            ("department", "区教育局"),
            ("police", "市公安局崇明分局"),
            ("health", "区卫生健康委员会"),
            ("federation", "区残疾人联合会"),
            ("justice", "区司法局"),
            ("planning", "区规划资源局"),
            ("assessor", "评估专家"),
            ("namer", "地名专家"),
        )
    ),
    DemoAccount("finance", "资金发放经办(演示)", "finance", "310151000000"),
    DemoAccount("treasurer", "资金审批(演示)", "treasurer", "310151000000"),
    DemoAccount("archivist", "档案管理员(演示)", "archivist", "310151000000"),
    DemoAccount("archivist2", "档案管理员二(演示)", "archivist", "310151000000"),
    DemoAccount("administrator", "系统管理员(演示)", "administrator", "310151000000"),
    DemoAccount("auditor", "安全审计员(演示)", "auditor", "310151000000"),
)
