"""How the catalogue hands itself to the floors above."""

from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="事项目录",
    mount="desk/catalogue/",
    urls="yingzhou.kernel.catalogue.urls",
    menu=(
        MenuEntry(
            "desk",
            "事项目录",
            "catalogue:browse",
            "ti-list-details",
            "policy.view",
            55,
            "每个事项怎么办、多久、要什么材料",
        ),
    ),
)
