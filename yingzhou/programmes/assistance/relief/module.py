from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="救助",
    mount="desk/",
    urls="yingzhou.programmes.assistance.relief.urls",
    menu=(
        MenuEntry(
            "desk", "应退尽退", "relief:exits", "ti-door-exit", "exits.view", 43,
            hint="正在领、可能不再符合的家庭, 听取意见到哪一步",
        ),
        MenuEntry(
            "desk", "医疗救助结算", "relief:medical", "ti-building-hospital", "medical.view", 41,
            hint="医院当场结算的单据、每月和医院清算",
        ),
        MenuEntry(
            "desk", "生态惠民保险", "relief:insurance", "ti-umbrella", "insurance.view", 42,
            hint="参保名单、理赔办到哪里、历年赔了多少",
        ),
    ),
    claims={
        "G24": {"numerator": "insurance_claims", "scaling": "count"},
        "G25": {"numerator": "insurance_paid", "per": "1/100", "scaling": "count"},
    },
)  # fmt: skip
