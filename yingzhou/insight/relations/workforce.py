"""Posts and certificates (plan C24, E2, E3, E5; indicators 7, 9, 11, 12, 14)."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db.models import QuerySet

from yingzhou.insight.relations.base import Column, Stock, define
from yingzhou.kernel.organisations.models import Certificate, Post

C: TypeAlias = Certificate.Kind
P: TypeAlias = Post.Kind
_POST = (
    Column("姓名", "person__name", "name"),
    Column("任职机构", "facility__name"),
    Column("任职日期", "valid_from", "date"),
)
_CERTIFICATE = (
    Column("姓名", "person__name", "name"),
    Column("证书编号", "number"),
    Column("发证日期", "valid_from", "date"),
)
_PERSON_LINK: dict[str, Any] = {
    "data": "personal",
    "link": "people:person",
    "link_path": "person_id",
}


def _posts(kind: P, code: str, unit: str) -> None:
    define(
        Stock(
            code=code,
            title=kind.label,
            words=f"在所选日期在岗的{kind.label}, 按岗位所在村居计",
            unit=unit,
            records=lambda: Post.objects.filter(kind=kind),
            columns=_POST,
            **_PERSON_LINK,
        )
    )


def _certified_posts(code: str, post: P, certificate: C, title: str) -> None:
    """People in a post who hold a valid certificate on the day; two certificates count once."""

    def records() -> QuerySet:
        return Post.objects.filter(kind=post, person__certificates__kind=certificate)

    define(
        Stock(
            code=code,
            title=title,
            words=f"在所选日期在岗、且持有有效“{certificate.label}”的{post.label}",
            unit="人",
            records=records,
            spells=(
                ("valid_from", "valid_to"),
                ("person__certificates__valid_from", "person__certificates__valid_to"),
            ),
            columns=(*_POST, Column("证书编号", "person__certificates__number")),
            **_PERSON_LINK,
        )
    )


def _certificate_holders(code: str, kind: C, title: str) -> None:
    define(
        Stock(
            code=code,
            title=title,
            words=f"在所选日期持有有效“{kind.label}”的人员, 按证书登记的村居计, 每人计一次",
            unit="人",
            records=lambda: Certificate.objects.filter(kind=kind, person__isnull=False),
            once="person_id",
            columns=_CERTIFICATE,
            **_PERSON_LINK,
        )
    )


_posts(P.COMMUNITY_WORKER, "community_workers", "名")
_posts(P.CAREGIVER, "caregivers", "人")
_certified_posts("certified_caregivers", P.CAREGIVER, C.CAREGIVER, "持证养老护理员")
_certified_posts(
    "certified_community_workers", P.COMMUNITY_WORKER, C.SOCIAL_WORK, "持社工证的社区工作者"
)
_certificate_holders("social_work_certificates", C.SOCIAL_WORK, "持社会工作者职业水平证书人员")
_certificate_holders("child_welfare_workers", C.CHILD_WELFARE, "儿童福利社会工作者")
_certificate_holders("aid_consultants", C.AID_CONSULTANT, "康复辅助技术咨询师")
