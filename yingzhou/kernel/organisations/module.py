"""How organisations and facilities hand themselves to the floors above."""

from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="机构与设施",
    mount="desk/places/",
    urls="yingzhou.kernel.organisations.urls",
    menu=(
        MenuEntry(
            "desk",
            "机构与设施",
            "places:overview",
            "ti-building",
            "places.view",
            20,
            "哪天有多少床位、助餐点和岗位",
        ),
    ),
)
