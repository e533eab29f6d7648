from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="发放",
    mount="desk/payments/",
    urls="yingzhou.kernel.payments.urls",
    menu=(
        MenuEntry(
            "desk", "资金发放", "payments:home", "ti-cash", "payments.view", 40,
            hint="每月算一次、另一个人审批、报银行、收回盘",
        ),
        MenuEntry(
            "desk", "收到没有", "payments:confirming", "ti-cash-banknote", "payments.confirm", 41,
            hint="银行说到账了的, 抽几个人问本人",
        ),
    ),
)  # fmt: skip
