"""The shells of the house: residents' home, the workbench's home, where a login leads."""

from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="门户",
    mount="",
    urls="yingzhou.web.urls",
    menu=(
        MenuEntry("portal", "首页", "portal_home", "ti-home", order=0),
        MenuEntry("portal", "我家能享受什么", "entitlements:page", "ti-checklist", order=5),
        MenuEntry("portal", "公开信息", "public_information", "ti-file-info", order=10),
        MenuEntry("desk", "工作台", "desk_home", "ti-layout-dashboard", "desk.enter", 0),
        MenuEntry(
            "desk",
            "批量导入",
            "imports:index",
            "ti-table-import",
            "imports.use",
            60,
            "用表格一次登记多条",
        ),
        MenuEntry("board", "工作台", "desk_home", "ti-layout-dashboard", "desk.enter", 900),
    ),
)
