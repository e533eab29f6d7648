"""What a hospital sends and is answered. Money is text in yuan, as in all of the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from .shapes import Applicant, Asked

Money = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}(\.[0-9]{1,2})?$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
NUMBER = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$"


class Bill(Asked):
    number: str = Field(
        pattern=NUMBER, description="医院自己的单号: 同一个单号、同一张单据, 得到同样的回答"
    )
    patient: Applicant = Field(description="患者: id_number 和 name, 要与登记一致")
    kind: Literal["住院", "门急诊"]
    since: Day = Field(description="入院日期; 门急诊写就诊日期")
    until: Day = Field(description="出院日期; 门急诊写就诊日期")
    total: Money = Field(description="总费用(元)")
    basic: Money = Field(description="基本医保支付")
    supplementary: Money = Field("0", description="大病(补充)保险支付")
    commercial: Money = Field("0", description="商业保险支付")
    own: Money = Field(description="医保目录内、各项保险支付后自己负担的数")


class Reversal(Asked):
    words: str = Field(min_length=2, max_length=200, description="为什么撤销")


class Why(Schema):
    title: str
    value: str
    article: str = Field(description="依据")
    sentences: list[str]
    unverified: list[str] = Field(description="没有核对过的参数或规则")


class Settled(Schema):
    receipt: str = Field(description="回执号")
    number: str = Field(description="医院自己的单号")
    kind: str
    since: date
    until: date
    category: str = Field(description="对象类别: 特困、低保、低收入、支出型")
    assistance: str = Field(description="医疗救助支付(元)")
    left_to_pay: str = Field(description="患者还要付(元)")
    cap_left: str | None = Field(description="结算以后本年限额还剩(元); null: 不设限额")
    why: list[Why] = Field(description="怎样算出来的")
    settled_at: datetime
    reverses: str | None = Field(None, description="撤销的是哪一笔(回执号)")
    reversed_by: str | None = Field(None, description="被哪一笔撤销(回执号)")


class SettledPage(Schema):
    settlements: list[Settled]
    next: str = Field(description="下一页的 after; 空: 没有了")


class Month(Schema):
    month: str
    settled: int = Field(description="结算笔数")
    reversed: int = Field(description="撤销笔数")
    total: str = Field(description="结算减撤销(元)")
    is_closed: bool = Field(description="已经清算")
    closed_on: date | None
