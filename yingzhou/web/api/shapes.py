"""What is sent and what is answered. Names are English, values are as people read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(max_length=2000)]
Value = str | bool | int | list[str] | None
"""An answer: text, yes or no, a whole number, several choices. Money is text in yuan."""


class Asked(Schema):
    """What is sent: what is not known is an error, not silently left out."""

    model_config = ConfigDict(extra="forbid")


class Applicant(Asked):
    id_number: str = Field(min_length=15, max_length=30, description="公民身份号码")
    name: str = Field(min_length=1, max_length=40, description="与登记一致的姓名")


class Member(Asked):
    name: str = Field(min_length=1, max_length=40)
    relation: str = Field("", max_length=20, description="与申请人的关系")
    values: dict[str, Value] = Field(default_factory=dict, max_length=60)


class NewCase(Asked):
    item: str = Field(max_length=80, description="事项编码, 例如 relief/dibao")
    applicant: Applicant = Field(description="申请人: id_number 和 name, 要与登记一致")
    values: dict[str, Value] = Field(
        default_factory=dict,
        max_length=200,
        description="表单的回答, 按字段的 key。登记里已有的不用填。",
    )
    members: list[Member] | None = Field(
        None, max_length=20, description="家庭成员; 不写则按户籍登记"
    )


class Supply(Asked):
    values: dict[str, Value] = Field(default_factory=dict, max_length=200)
    words: str = Field("", max_length=500, description="说明")


class Withdrawal(Asked):
    words: str = Field("", max_length=500, description="撤回的原因, 可不填")


class Basis(Schema):
    law: str
    article: str = ""


class ItemBrief(Schema):
    code: str
    name: str
    plain: str = Field(description="通俗说法")
    topics: list[str]
    can_apply: bool = Field(description="false: 只有办事指南")
    channels: list[str]
    promised: str = Field(description="承诺时限")
    fee: str
    confidence: str = Field(description="内容核实情况, 例如“未核实”")


class Items(Schema):
    items: list[ItemBrief]
    next: str = Field(description="下一页的 after; 空: 没有了")


class FormField(Schema):
    key: str
    ask: str
    label: str
    kind: str
    options: list[str]
    required: bool
    help: str
    each_member: bool
    when: dict[str, list[Any]] = Field(description="其他回答是这些值时才问")
    whom: str = Field(description="只问什么人(按当天的年龄和性别); 空: 都问。别的人不用送")
    known_from: str = Field(description="区里从哪个登记已经知道; 空: 要申请人回答")


class Paper(Schema):
    key: str
    name: str
    required: bool = Field(description="要交; 有 when 的, 只在那种情形要交")
    when: dict[str, list[Any]] = Field(description="其他回答是这些值时才要")
    help: str
    known_from: str


class Stage(Schema):
    key: str
    name: str
    by: str


class Item(ItemBrief):
    synonyms: list[str]
    who: str
    where: str
    basis: list[Basis]
    notes: list[str]
    subject: str
    form: list[FormField]
    materials: list[Paper]
    stages: list[Stage]
    result: str
    valid_from: date | None = Field(description="从哪天起施行; 空: 文件没有写明")
    version: str = Field(description="内容的摘要; 变了就是新版本")


class Version(Schema):
    valid_from: date | None
    version: str
    is_current: bool
    changes: list[str] = Field(description="与前一版的不同")


class Versions(Schema):
    code: str
    versions: list[Version]


class Notice(Schema):
    id: int
    title: str
    place: str
    lines: dict[str, str] = Field(description="已脱敏的内容")
    basis: str
    since: date
    until: date
    is_paused: bool = Field(description="有异议, 期限暂停")


class Notices(Schema):
    notices: list[Notice]
    next: str


class Letter(Schema):
    number: str
    title: str
    issued_on: date
    to: str = Field(description="收件人, 已脱敏")
    is_valid: bool
    revoked_on: date | None


class Correction(Schema):
    lines: list[str]
    asked_at: datetime
    due_on: date | None
    answered_at: datetime | None


class Document(Schema):
    id: int
    material: str
    name: str
    kind: str
    size: int
    added_at: datetime


class Missing(Schema):
    key: str
    name: str


class CaseBrief(Schema):
    number: str
    item: str
    name: str
    stage: str
    stage_name: str
    waiting_for: str = Field(description="下一步由谁")
    is_open: bool
    outcome: str = Field(description="办结结果; 空: 还在办")
    received_at: datetime
    promised_on: date | None = Field(description="承诺答复日")
    promised_note: str = Field(description="承诺日还会变的原因(当年放假安排没有公布); 空: 不会变")


class Cases(Schema):
    cases: list[CaseBrief]
    next: str


class Case(CaseBrief):
    stage_plain: str
    is_paused: bool
    accepted_at: datetime | None
    closed_at: datetime | None
    corrections: list[Correction]
    documents: list[Document]
    missing: list[Missing] = Field(description="还差的材料")
    letters: list[str] = Field(description="已发信函的文号")
    may: list[str] = Field(description="现在可以做: documents、supply、withdraw")


class OfItem(Schema):
    item: str
    name: str
    count: int
    average: float | None
    stars: dict[str, int] | None = Field(description="不足 5 份评价时不给分布")


class Ratings(Schema):
    since: date
    until: date
    count: int
    excluded: int = Field(description="认定为误评或恶意, 不计入")
    average: float | None
    items: list[OfItem]


class FieldError(Schema):
    field: str
    detail: str


class ProblemDetails(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
    number: str | None = Field(None, description="已在办的编号(duplicate)")
