from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="走访",
    mount="desk/visits/",
    urls="yingzhou.kernel.visits.urls",
    menu=(
        MenuEntry(
            "desk", "走访", "visits:home", "ti-walk", "visits.do", 35,
            hint="这周要去谁家、没有网也能填、两人确认",
        ),
        MenuEntry(
            "desk", "走访覆盖", "visits:coverage", "ti-checklist", "visits.oversee", 36,
            hint="按时、晚去、漏访各多少, 漏访说明和补访",
        ),
    ),
)  # fmt: skip
