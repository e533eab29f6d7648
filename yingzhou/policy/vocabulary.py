"""The words a rule may use. For editors and readers: rules are read, not run (see reading/).

Rounding: 四舍五入到分 / 到角 / 到元 / 到整数, 进位到分 / 到角 / 到元 / 到五元 / 到整数,
舍去到分 / 到角 / 到元 / 到整数. Over members: 合计, 数, 任一, 全部, 最大, 最小. Of two: 较低, 较高.
Tables: 查表. Calendar: 周岁, 距今月数, 加日, 加月, 顺延, 当日, 本年, 本月. 已知: is it known.
"""

ROUNDINGS: dict[str, tuple[str, int, bool]] = {
    f"{words}到{to}": (how, step, to != "整数")
    for words, how in (("四舍五入", "half"), ("进位", "up"), ("舍去", "down"))
    for to, step in (("分", 1), ("角", 10), ("元", 100), ("五元", 500), ("十元", 1000), ("整数", 1))
}
"""Name: way, step (fen for money), whether it is for money."""
GATHERS = ("合计", "数", "任一", "全部", "最大", "最小")
PICKS = ("较低", "较高")
CALENDAR = {
    "周岁": (("day",), "岁"),
    "距今月数": (("day",), "月"),
    "加日": (("day", "number"), ""),
    "加月": (("day", "number"), ""),
    "顺延": (("day",), ""),
    "当日": ((), ""),
    "本年": ((), "年"),
    "本月": ((), "月份"),
}
"""Arguments, and the unit of a number that comes out (empty: a day)."""
WORDS = (*ROUNDINGS, *GATHERS, *PICKS, *CALENDAR, "查表", "已知")
