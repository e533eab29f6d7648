from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="主动发现",
    urls="yingzhou.programmes.assistance.relief.discovery.urls",
    menu=(
        MenuEntry(
            "desk", "主动发现", "discovery:home", "ti-radar-2", "discovery.view", 37,
            hint="该享受没享受的、要上门看看的, 每月找一遍; 上门结果和命中率",
        ),
    ),
)  # fmt: skip
