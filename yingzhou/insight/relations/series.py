"""Published series that indicators use, kept with source and certainty (``insight/series``)."""

from __future__ import annotations

from yingzhou.insight.relations.base import Series, define

define(
    Series(
        code="dibao_standard",
        title="居民最低生活保障标准",
        words="在所选日期执行的上海市城乡居民最低生活保障标准 (每人每月)",
        unit="分/人/月",
        series="dibao_standard",
    )
)
define(
    Series(
        code="consumption_year_before",
        title="上年度居民人均消费支出",
        words="所选日期上一年度的上海市居民人均消费支出 (全年)",
        unit="分/人/年",
        series="consumption",
        year_before=True,
    )
)
