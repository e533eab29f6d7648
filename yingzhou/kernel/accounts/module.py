from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="账号与权限",
    mount="accounts/",
    urls="yingzhou.kernel.accounts.urls",
    menu=(
        MenuEntry(
            "desk",
            "账号管理",
            "accounts:list",
            "ti-users-group",
            "accounts.manage",
            900,
            "开设账号, 授予角色",
        ),
        MenuEntry(
            "desk",
            "接口管理",
            "accounts:clients",
            "ti-api",
            "accounts.manage",
            905,
            "哪些系统可以连进来",
        ),
        MenuEntry(
            "desk",
            "审计日志",
            "accounts:audit",
            "ti-shield-check",
            "audit.read",
            910,
            "谁在何时做了什么",
        ),
    ),
)
