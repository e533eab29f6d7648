"""What a resident has filled in so far, until it is handed in or forgotten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingzhou.kernel.people.models import Person

from .case import Case, SealedJSONField
from .records import Document

USER = settings.AUTH_USER_MODEL


class Draft(models.Model):
    """An application in the making: of whom, for what, by which wording of the item, begun where.

    ``answers``: those of a case, and what only a draft needs (see ``cases.questions``). ``case``:
    what became of it; the row stays a while, so that handing in twice gives the same case.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="drafts", db_index=False)
    item = models.CharField("事项", max_length=80)
    digest = models.CharField("事项版本", max_length=64)
    channel = models.CharField("渠道", max_length=10, choices=Case.Channel, default="online")
    answers = SealedJSONField("填写内容(加密)")
    previous = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    begun_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("开始时间")
    saved_at = models.DateTimeField("保存时间", db_index=True)
    case = models.OneToOneField(Case, models.CASCADE, null=True, related_name="draft")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item"], condition=Q(case__isnull=True), name="draft_once"
            )
        ]
        indexes = [models.Index(fields=["person", "-saved_at"], name="draft_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item}"


class DraftFile(models.Model):
    """A file of a draft. It lies where those of cases lie and becomes one of them (Document)."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    material = models.CharField("材料", max_length=40)
    name = models.CharField("文件名", max_length=120)
    file = models.CharField(max_length=120, unique=True)
    kind = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    scan = models.CharField("安全检查", max_length=10, choices=Document.Scan)
    added_at = models.DateTimeField("提交时间")
    added_by = models.CharField("提交人", max_length=150)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.material}"
