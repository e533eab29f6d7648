from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="救助顾问",
    mount="desk/advising/",
    urls="yingzhou.programmes.assistance.advising.urls",
    menu=(
        MenuEntry(
            "desk", "救助顾问", "advising:home", "ti-heart-handshake", "advising.work", 38,
            hint="我帮的人家: 要评估的、要办的、要复核的, 最先到期的在前",
        ),
        MenuEntry(
            "desk", "帮扶方案", "advising:home", "ti-heart-handshake", "advising.oversee", 39,
            hint="本地救助顾问帮的人家, 谁没有方案, 谁的事过期了",
        ),
        MenuEntry(
            "desk", "帮扶转介", "advising:referrals", "ti-arrows-exchange", "advising.answer", 40,
            hint="救助顾问转来的困难家庭: 怎样帮, 最晚哪天答复",
        ),
    ),
)  # fmt: skip
