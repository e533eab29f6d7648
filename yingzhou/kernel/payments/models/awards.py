"""An award says who is entitled, from when and by which decision. It holds no amount: that is what
the rules give for a month, so a changed standard needs no changed award."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import FOREVER, Spell, ends_after_start
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Household, Person


class Award(Spell):
    """``holder``: the household or the person that the rule is about; ``payee`` gets the money.
    Spells are whole months: ``valid_from`` and ``valid_to`` are first days of months."""

    benefit = models.CharField("待遇", max_length=80)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="awards")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="awards")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="awards")
    made_at = models.DateTimeField("确定时间")
    made_by = models.CharField("确定人", max_length=150)
    ended_at = models.DateTimeField("停止时间", null=True)
    ended_by = models.CharField("停止人", max_length=150, blank=True)
    ended_why = models.CharField("停止原因", max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            ends_after_start("award_spell"),
            models.CheckConstraint(
                condition=Q(household__isnull=True) ^ Q(person__isnull=True),
                name="award_one_holder",
            ),
            models.UniqueConstraint(
                fields=["benefit", "household"],
                condition=Q(valid_to=FOREVER),
                name="award_household_once",
            ),
            models.UniqueConstraint(
                fields=["benefit", "person"],
                condition=Q(valid_to=FOREVER),
                name="award_person_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["benefit", "valid_from", "valid_to"], name="award_month"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.holder}"

    @property
    def holder(self) -> int:
        """The id of the household or the person."""
        found = self.household_id if self.household_id is not None else self.person_id
        assert found is not None  # noqa: S101 - the database sees to it
        return int(found)


class Heard(models.Model):
    """From ``month`` on (its first day) the award may fall to ``amount`` (fen): its holder was told
    and heard, and somebody decided. Nothing else lowers it but the law and a smaller family.
    ``before``: what it gave last; ``revoked_at``: the decision fell, and that is due again."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="heard")
    month = models.DateField("从哪个月起")
    amount = models.BigIntegerField("决定的金额(分)")
    before = models.BigIntegerField("此前的金额(分)")
    case = models.ForeignKey(Case, models.PROTECT, related_name="heard")
    step = models.PositiveIntegerField("第几步")
    made_at = models.DateTimeField("决定时间")
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "case", "step"], name="heard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.month:%Y-%m} 起 {self.amount}"


class Effect(models.Model):
    """What an event did to an award, and what was before: reversal gives back exactly that.
    ``event``: the life event's id."""

    class What(models.TextChoices):
        ENDED = "ended", "停发"
        PAYEE = "payee", "换领款人"

    event = models.BigIntegerField("事件", db_index=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="effects")
    what = models.CharField("做了什么", max_length=10, choices=What)
    before = models.CharField("原来", max_length=40)
    undone_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "award", "what"], name="effect_once")
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_what_display()}"
