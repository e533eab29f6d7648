"""What an office that knows of a death sends and is answered."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from .shapes import Applicant, Asked
from .shapes_medical import Day


class Death(Asked):
    person: Applicant = Field(description="去世的人: id_number 和 name, 要与登记一致")
    on: Day = Field(description="死亡日期")
    evidence: str = Field(
        min_length=2, max_length=60, description="凭据, 例如: 居民死亡医学证明书; 不能写身份证号"
    )


class Withdrawal(Asked):
    words: str = Field(min_length=2, max_length=120, description="为什么撤回")


class Report(Schema):
    receipt: str = Field(description="回执号")
    on: date
    reported_at: datetime
    state: str = Field(
        description="recorded 据此登记, same 与登记一致, differs 日期不一样待核实,"
        " held 还没有登记待核实, adopted 核实后按这一条登记, rejected 核实后不采用,"
        " withdrawn 报送方撤回, undone 登记后来撤回"
    )
    words: str = Field(description="同上, 用话说")
    settled_by: date | None = Field(description="核实的期限; null: 不用核实")


class Reports(Schema):
    reports: list[Report]
    next: str = Field(description="下一页的 after; 空: 没有了")
