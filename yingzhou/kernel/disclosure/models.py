"""公示: what is shown to the neighbours for a number of days, masked, and who objects."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yingzhou.core.crypto import SealedTextField
from yingzhou.kernel.disclosure.lines import LABELS
from yingzhou.kernel.divisions.models import Division


class PublicNotice(models.Model):
    """``about`` names the matter (``case:123``). ``lines`` are already masked: nothing in them
    may identify more than the law lets be shown (社会救助条例 第48条: 以必要为限)."""

    class State(models.TextChoices):
        SHOWN = "shown", "公示中"
        OBJECTED = "objected", "有异议, 暂停"
        ENDED = "ended", "公示期满"
        WITHDRAWN = "withdrawn", "已撤下"

    OPEN: ClassVar = (State.SHOWN, State.OBJECTED)

    about = models.CharField("事由", max_length=40, db_index=True)
    title = models.CharField("标题", max_length=100)
    lines = models.JSONField("内容(已脱敏)")
    basis = models.CharField("依据", max_length=120)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.SHOWN)
    days = models.PositiveSmallIntegerField("公示天数(自然日)")
    since = models.DateField("公示起")
    until = models.DateField("公示止")
    made_at = models.DateTimeField("发布时间")
    made_by = models.CharField("发布人", max_length=150)
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_why = models.CharField("结束原因", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["division", "state", "-since"], name="notice_shown")]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> list[tuple[str, str]]:
        """What it shows: how each line is called, and the line."""
        return [(LABELS[key], self.lines[key]) for key in LABELS if key in self.lines]


class Objection(models.Model):
    """An objection to a notice. Who objects is known to the bureau only. ``corrected``: what is put
    right where it is right in part; ``MOOT``: the matter ended before it was looked into.
    ``told_at``: when somebody told them what became of it; what a message became is the message's
    to say (``message_key``)."""

    class State(models.TextChoices):
        FILED = "filed", "待答复"
        UPHELD = "upheld", "异议成立"
        PARTLY = "partly", "异议部分成立"
        DISMISSED = "dismissed", "异议不成立"
        MOOT = "moot", "不再核实"

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    name = models.CharField("姓名", max_length=40, blank=True)
    contact = SealedTextField("联系方式(加密)", null=True)
    words = models.TextField("异议内容")
    state = models.CharField("状态", max_length=10, choices=State, default=State.FILED)
    filed_at = models.DateTimeField("提出时间")
    answer = models.TextField("答复", blank=True)
    corrected = models.TextField("更正了什么", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复人", max_length=150, blank=True)
    told_at = models.DateTimeField("告知异议人的时间", null=True)
    told_how = models.CharField("怎样告知的", max_length=40, blank=True)

    def __str__(self) -> str:
        return f"异议 {self.pk}"

    @property
    def message_key(self) -> str:
        """Of the message that tells them the result."""
        return f"objection:{self.pk}"
