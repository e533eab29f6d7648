"""Who works where; certificates that persons, organisations, facilities and villages hold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person

from .facilities import Facility
from .organisations import Organisation


class Post(Spell):
    """A person in a post."""

    class Kind(models.TextChoices):
        COMMUNITY_WORKER = "community_worker", "社区工作者"
        CAREGIVER = "caregiver", "养老护理员"
        SOCIAL_WORKER = "social_worker", "社会工作岗位"
        CHILD_SUPERVISOR = "child_supervisor", "儿童督导员"
        CHILD_DIRECTOR = "child_director", "儿童主任"
        AID_CONSULTANT = "aid_consultant", "康复辅助技术岗位"

    kind = models.CharField("岗位", max_length=20, choices=Kind, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", db_index=False)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="posts")

    class Meta:
        constraints = [
            ends_after_start("post_spell"),
            models.UniqueConstraint(fields=["person", "kind", "valid_from"], name="post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person_id}"


class Certificate(Spell):
    """A certificate, grade or honour with its validity. Exactly one holder.

    ``division`` says where a person's certificate counts; for a village or town it is the holder.
    """

    class Kind(models.TextChoices):
        SOCIAL_WORK = "social_work", "社会工作者职业水平证书"
        CAREGIVER = "caregiver", "养老护理员证书"
        CHILD_WELFARE = "child_welfare", "儿童福利专业培训考试合格证"
        AID_CONSULTANT = "aid_consultant", "康复辅助技术咨询师证书"
        ORGANISATION_GRADE = "organisation_grade", "社会组织评估等级"
        STANDARD_HOME = "standard_home", "标准化养老机构"
        CHILD_PROTECTION = "child_protection", "未成年人救助保护机构规范达标"
        COMMUNITY_NATIONAL = "community_national", "全国农村幸福社区建设示范单位"
        COMMUNITY_CITY = "community_city", "市级农村社区建设试点示范村"
        COMMUNITY_DISTRICT = "community_district", "区级农村社区建设试点示范村"
        ELDER_FRIENDLY = "elder_friendly", "老年宜居社区建设"

    kind = models.CharField("证书类别", max_length=20, choices=Kind)
    grade = models.CharField("等级", max_length=10, blank=True)
    number = models.CharField("证书编号", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="certificates")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="certificates"
    )
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="certificates")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ends_after_start("certificate_spell"),
            models.UniqueConstraint(fields=["kind", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=~Q(person__isnull=False, organisation__isnull=False)
                & ~Q(person__isnull=False, facility__isnull=False)
                & ~Q(organisation__isnull=False, facility__isnull=False),
                name="certificate_one_holder",
            ),
        ]
        indexes = [models.Index(fields=["kind", "grade"], name="certificate_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
