"""How the pages of the law hand themselves to the floors above."""

from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="政策与测算",
    mount="desk/policy/",
    urls="yingzhou.insight.law.urls",
    menu=(
        MenuEntry(
            "desk",
            "政策规则",
            "law:browse",
            "ti-gavel",
            "policy.view",
            60,
            "查条文怎么算, 拿一户试算",
        ),
        MenuEntry(
            "desk",
            "政策推演",
            "law:whatif",
            "ti-adjustments-horizontal",
            "policy.whatif",
            65,
            "改一个标准, 看花费和影响谁",
        ),
        MenuEntry(
            "board", "政策推演", "law:whatif", "ti-adjustments-horizontal", "policy.whatif", 35
        ),
    ),
)
