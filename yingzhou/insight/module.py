"""The board: indicators, tasks, contradictions and the evaluation report."""

from yingzhou.core.modules import MenuEntry, Module

MODULE = Module(
    name="指标与规划",
    mount="board/",
    urls="yingzhou.insight.urls",
    menu=(
        MenuEntry("board", "指标", "board:home", "ti-chart-dots", "board.view", 10),
        MenuEntry("board", "任务", "board:tasks", "ti-checklist", "board.view", 20),
        MenuEntry("board", "矛盾与核对", "board:contradictions", "ti-scale", "board.view", 30),
        MenuEntry("board", "领取人数", "board:caseload", "ti-users", "board.view", 25),
        MenuEntry("board", "评估报告", "board:report", "ti-report-analytics", "board.export", 40),
        MenuEntry(
            "desk",
            "规划指标",
            "board:home",
            "ti-chart-dots",
            "board.view",
            80,
            "17项目标到了哪一步",
        ),
    ),
)
