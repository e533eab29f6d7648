"""How the work on a case is shared: hand-overs, opinions of others, substitutes, corrections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.divisions.models import Division

from .case import Case

USER = settings.AUTH_USER_MODEL


class Correction(models.Model):
    """The one full list of what is missing (一次性告知), and the answer to it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="corrections")
    lines = models.JSONField("要补的内容")
    asked_at = models.DateTimeField("告知时间")
    asked_by = models.CharField("告知人", max_length=150)
    due_on = models.DateField("补正期限", null=True)
    answered_at = models.DateTimeField("补正时间", null=True)
    again_why = models.CharField("为什么再次要求", max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} 补正"


class Handover(models.Model):
    """A case offered to another hand: it stays with the first until the other accepts."""

    class State(models.TextChoices):
        OFFERED = "offered", "等对方接手"
        ACCEPTED = "accepted", "已接手"
        DECLINED = "declined", "未接手"
        TAKEN_BACK = "taken_back", "已收回"

    case = models.ForeignKey(Case, models.CASCADE, related_name="handovers", db_index=False)
    giver = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="交出人")
    receiver = models.ForeignKey(USER, models.PROTECT, related_name="handovers")
    reason = models.CharField("原因", max_length=200)
    state = models.CharField("状态", max_length=12, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField("交出时间")
    answered_at = models.DateTimeField("答复时间", null=True)
    answer = models.CharField("答复", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="offered"), name="handover_one_open"
            )
        ]
        indexes = [models.Index(fields=["case", "-id"], name="handover_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_state_display()}"


class Consultation(models.Model):
    """Another department's part or an expert's opinion, side by side with the others."""

    class Kind(models.TextChoices):
        JOINT = "joint", "协同办理"
        EXPERT = "expert", "专家意见"

    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    unit = models.CharField("部门或专家", max_length=60)
    desk = models.ForeignKey(Division, models.PROTECT, related_name="+")
    permission = models.CharField("由哪种角色答复", max_length=40)
    question = models.TextField("要办什么")
    asked_at = models.DateTimeField("发出时间")
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("期限", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    agrees = models.BooleanField("同意", null=True)
    answer = models.TextField("意见", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["desk", "due_on", "id"],
                condition=Q(answered_at__isnull=True),
                name="consultation_queue",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"


class Delegation(Spell):
    """Somebody acts in somebody else's place for a time (substitutes, absences)."""

    absent = models.ForeignKey(USER, models.PROTECT, related_name="delegations")
    substitute = models.ForeignKey(USER, models.PROTECT, related_name="substitutions")
    reason = models.CharField("原因", max_length=100)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=150)

    class Meta:
        constraints = [
            ends_after_start("delegation_spell"),
            models.CheckConstraint(
                condition=~Q(absent=models.F("substitute")), name="delegation_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent_id}→{self.substitute_id}"


class Appointment(models.Model):
    """When somebody comes. It holds as long as the case is open. ``place``: whose room it takes up,
    the counter's or the district's."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="appointment")
    place = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    item = models.CharField("事项", max_length=80)
    day = models.DateField("哪天")
    part = models.CharField("时段", max_length=20)

    class Meta:
        indexes = [models.Index(fields=["place", "day"], name="appointment_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.part}"
