from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="社区事务受理",
    urls="yingzhou.programmes.affairs.counters.urls",
    menu=(
        MenuEntry(
            "desk", "叫号", "counters:desk", "ti-bell-ringing", "counters.serve", 12,
            "开窗口、叫下一位",
        ),
        MenuEntry(
            "desk", "预约", "counters:booked", "ti-calendar-check", "counters.expect", 13,
            "今天和后几天谁约了来, 谁没有来",
        ),
        MenuEntry(
            "desk", "窗口考核", "counters:assessment", "ti-chart-bar", "cases.supervise", 45,
            "每个受理中心每季度的得分和依据",
        ),
        MenuEntry(
            "desk", "好差评", "counters:ratings", "ti-star", "cases.supervise", 46,
            "看评价、整改, 认定误评",
        ),
        MenuEntry(
            "desk", "档案销毁", "counters:archive", "ti-archive", "cases.archive", 80,
            "保管期满的办件: 列清单、两次审核、销毁",
        ),
    ),
)  # fmt: skip
