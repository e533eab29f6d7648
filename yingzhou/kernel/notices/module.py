from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="信函与消息",
    mount="",
    urls="yingzhou.kernel.notices.urls",
    menu=(
        MenuEntry(
            "desk",
            "信函与消息",
            "notices:outbox",
            "ti-mail",
            "notices.view",
            70,
            "发出去了没有, 失败的再发",
        ),
        MenuEntry("portal", "信件验真", "notices:verify", "ti-rosette-discount-check", order=40),
    ),
)
