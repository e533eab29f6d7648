"""How the register of persons hands itself to the floors above."""

from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="人口",
    mount="desk/people/",
    urls="yingzhou.kernel.people.urls",
    menu=(
        MenuEntry(
            "desk",
            "人员查询",
            "people:search",
            "ti-user-search",
            "people.search",
            10,
            "找人, 看户籍、家庭和经历",
        ),
        MenuEntry(
            "desk",
            "死亡信息",
            "people:deaths",
            "ti-file-minus",
            "deaths.report",
            12,
            "报告有人去世; 几个来源说法不一的, 在这里核实",
        ),
    ),
)
