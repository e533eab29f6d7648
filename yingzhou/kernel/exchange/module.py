from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="外部核对",
    mount="desk/exchange/",
    urls="yingzhou.kernel.exchange.urls",
    menu=(
        MenuEntry(
            "desk", "外部核对", "exchange:home", "ti-plug-connected", "exchange.view", 45,
            hint="八个核对单位今天通不通, 谁在让办件等",
        ),
    ),
)  # fmt: skip
