from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="公示",
    mount="open/notices/",
    urls="yingzhou.kernel.disclosure.urls",
    menu=(MenuEntry("portal", "公示", "disclosure:notices", "ti-speakerphone", order=20),),
)
