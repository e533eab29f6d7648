"""Social organisations: how many, how graded, how paid (plan A15-A17; indicators 15, 16)."""

from __future__ import annotations

from yingzhou.insight.relations.base import Column, Flow, Stock, define
from yingzhou.kernel.organisations.models import AnnualReport, Certificate, Organisation

define(
    Stock(
        code="social_organisations",
        title="社会组织",
        words="在所选日期存续的社会团体、社会服务机构和基金会",
        unit="家",
        records=lambda: Organisation.objects.filter(kind__in=Organisation.SOCIAL),
        columns=(
            Column("名称", "name"),
            Column("统一社会信用代码", "uscc"),
            Column("登记日期", "valid_from", "date"),
        ),
        link="places:organisation",
    )
)


def _graded(grade: str) -> None:
    define(
        Stock(
            code=f"organisations_{grade.lower()}",
            title=f"{grade}级社会组织",
            words=f"在所选日期存续、且评估等级{grade}在有效期内的社会组织",
            unit="家",
            records=lambda: Organisation.objects.filter(
                kind__in=Organisation.SOCIAL,
                certificates__kind=Certificate.Kind.ORGANISATION_GRADE,
                certificates__grade=grade,
            ),
            spells=(
                ("valid_from", "valid_to"),
                ("certificates__valid_from", "certificates__valid_to"),
            ),
            columns=(
                Column("名称", "name"),
                Column("评估有效至", "certificates__valid_to", "date"),
            ),
            link="places:organisation",
        )
    )


_graded("5A")
_graded("4A")


def _income(code: str, title: str, amount: str, words: str) -> None:
    define(
        Flow(
            code=code,
            title=title,
            words=words,
            unit="分",
            records=AnnualReport.objects.all,
            division="organisation__division_id",
            on="year",
            yearly=True,
            amount=amount,
            columns=(
                Column("社会组织", "organisation__name"),
                Column("年度", "year"),
                Column("总收入(元)", "total_income", "money"),
                Column("政府购买服务(元)", "purchase_income", "money"),
                Column("政府补助(元)", "subsidy_income", "money"),
            ),
            link="places:organisation",
            link_path="organisation_id",
        )
    )


_income(
    "total_income", "社会组织年度总收入", "total_income", "社会组织最近一个完整年度报告的总收入之和"
)
_income(
    "purchase_income",
    "政府购买服务收入",
    "purchase_income",
    "社会组织年度报告中的政府购买服务收入之和",
)
_income(
    "public_income",
    "政府购买服务收入与政府补助收入",
    "purchase_income+subsidy_income",
    "社会组织最近一个完整年度报告的政府购买服务收入与政府补助收入之和",
)
