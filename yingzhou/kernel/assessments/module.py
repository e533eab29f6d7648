from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="评估",
    mount="desk/assessments/",
    urls="yingzhou.kernel.assessments.urls",
    menu=(
        MenuEntry(
            "desk", "评估", "assessments:home", "ti-clipboard-check", "assessments.view", 37,
            hint="谁要评、最晚哪天、等谁确认, 到期的重评和有异议的复评",
        ),
    ),
)  # fmt: skip
