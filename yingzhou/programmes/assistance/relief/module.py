from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="救助",
    mount="desk/",
    urls="yingzhou.programmes.assistance.relief.urls",
    menu=(
        MenuEntry(
            "desk", "医疗救助结算", "relief:medical", "ti-building-hospital", "medical.view", 41,
            hint="医院当场结算的单据、每月和医院清算",
        ),
    ),
)  # fmt: skip
