"""How divisions hand themselves to the floors above."""

from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="行政区划",
    mount="desk/divisions/",
    urls="yingzhou.kernel.divisions.urls",
    menu=(
        MenuEntry(
            "desk",
            "行政区划",
            "divisions:index",
            "ti-map-2",
            "divisions.view",
            40,
            "乡镇、村居的名称、代码和沿革",
        ),
    ),
)
