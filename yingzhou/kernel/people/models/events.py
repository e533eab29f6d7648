"""What happened to a person, the rolls they are on, and who they are not."""

# Foreign keys without an index of their own (db_index=False) lead a unique constraint: that is one.

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import Spell, ends_after_start

from .register import Household, Person


class LifeEvent(models.Model):
    """What happened to a person, recorded once; taking it back is a mark, not a deletion."""

    class Kind(models.TextChoices):
        BIRTH = "birth", "出生"
        DEATH = "death", "死亡"
        MOVE_IN = "move_in", "迁入"
        MOVE_OUT = "move_out", "迁出"
        DISABILITY = "disability", "残疾证变化"
        CUSTODY = "custody", "服刑或强制戒毒"
        RELEASE = "release", "释放或解除"

    person = models.ForeignKey(Person, models.PROTECT, related_name="life_events")
    kind = models.CharField("事件", max_length=10, choices=Kind)
    on = models.DateField("发生日期")
    source = models.CharField("来源", max_length=60)
    recorded_at = models.DateTimeField("登记时间")
    reversed_at = models.DateTimeField("撤回时间", null=True)
    # What it changed: [model label, key, old valid_to or null where the event made the row]. Null
    # for events that were loaded in bulk together with their consequences.
    effects = models.JSONField("连带变更", null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "on"], name="life_event_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "on"],
                condition=Q(reversed_at__isnull=True),
                name="life_event_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Enrolment(Spell):
    """A person or a household on a roll (名册): 低保, 老伙伴, 留守儿童, 社区云注册家庭."""

    class Roll(models.TextChoices):
        DIBAO = "dibao", "城乡低保"
        PARTNER = "partner", "老伙伴计划服务对象"
        LEFT_BEHIND = "left_behind", "农村留守儿童"
        PLATFORM = "platform", "社区云居社互动平台注册家庭"

    roll = models.CharField("名册", max_length=20, choices=Roll)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="enrolments")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="enrolments")

    class Meta:
        indexes = [
            models.Index(
                fields=["roll", "valid_from", "valid_to", "person", "household"],
                name="enrolment_count",
            )
        ]
        constraints = [
            ends_after_start("enrolment_spell"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="enrolment_one_holder",
            ),
            models.UniqueConstraint(
                fields=["roll", "person", "valid_from"], name="enrolment_person_once"
            ),
            models.UniqueConstraint(
                fields=["roll", "household", "valid_from"], name="enrolment_household_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_roll_display()


class NotSamePerson(models.Model):
    """Someone decided that an incoming row is not this person; it is not asked again.

    ``candidate_digest`` is the keyed digest of the incoming identity number.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    candidate_digest = models.BinaryField(max_length=32)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "candidate_digest"], name="not_same_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"非同一人 {self.person_id}"
