"""Who says that somebody has died: every source is kept, also one that came second."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .events import LifeEvent
from .register import Person


class DeathReport(models.Model):
    """One source's word on one death. What it says never changes; what became of it is ``state``.

    ``event``: the life event that it stands behind, or that it contradicts; null while it waits and
    nothing is recorded. ``office``: the village, counter or office that says so; ``reported_by``:
    the account's id, empty for the system's own.
    """

    class Origin(models.TextChoices):
        VILLAGE = "village", "村居"
        COUNTER = "counter", "受理窗口"
        TOWN = "town", "乡镇"
        BUREAU = "bureau", "区民政局"
        POLICE = "police", "公安"
        HEALTH = "health", "卫生健康"
        HOSPITAL = "hospital", "医院"
        DATA = "data", "数据共享"

    class State(models.TextChoices):
        RECORDED = "recorded", "据此登记"
        SAME = "same", "与登记一致"
        DIFFERS = "differs", "日期和登记的不一样, 待核实"
        HELD = "held", "还没有登记, 待核实"
        ADOPTED = "adopted", "核实后按这一条登记"
        REJECTED = "rejected", "核实后不采用"
        WITHDRAWN = "withdrawn", "报送方撤回"
        UNDONE = "undone", "登记后来撤回"

    OPEN = (State.DIFFERS, State.HELD)
    """Somebody has to find out."""
    STANDING = (State.RECORDED, State.SAME, State.ADOPTED)
    """They say what the register says."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="death_reports")
    event = models.ForeignKey(LifeEvent, models.PROTECT, null=True, related_name="reports")
    on = models.DateField("死亡日期")
    origin = models.CharField("来源", max_length=10, choices=Origin)
    office = models.CharField("单位", max_length=80)
    evidence = models.CharField("凭据", max_length=60)
    reported_at = models.DateTimeField("报告时间")
    reported_by = models.BigIntegerField("报告人", null=True)
    reporter = models.CharField("报告人账号", max_length=150)
    state = models.CharField("办到哪里", max_length=10, choices=State)
    due = models.DateField("核实期限", null=True)  # while somebody has to find out
    settled_at = models.DateTimeField("核实时间", null=True)
    settled_by = models.CharField("核实人", max_length=150, blank=True)
    reason = models.CharField("说明", max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due", "id"], name="death_report_open", condition=Q(due__isnull=False)
            ),
            models.Index(fields=["origin", "office", "id"], name="death_report_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "origin", "office", "on"],
                condition=~Q(state__in=["rejected", "withdrawn", "undone"]),
                name="death_report_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["recorded", "same", "adopted", "differs"])
                | Q(event__isnull=False),
                name="death_report_behind_an_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_origin_display()} {self.on} {self.state}"
