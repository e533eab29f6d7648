"""What assistance pays on a hospital's bill, and how much of a year's cap is used.

A settlement is never changed but for ``reversed_at``; what is taken back is a row of its own with
the opposite amount, in the month in which it is taken back.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person

from .hospitals import Hospital


class YearTotal(models.Model):
    """How much one person was given by settlements of one year, in fen. The row that calls about
    the same person lock in turn; the database itself refuses more than the caps.

    ``given`` is everything, ``capped`` what counts under the cap (特困 is given in full, without);
    the caps are the highest that were in force when something was given in the year.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    given = models.BigIntegerField("已救助", default=0)
    given_outpatient = models.BigIntegerField("门急诊已救助", default=0)
    capped = models.BigIntegerField("限额内已救助", default=0)
    capped_outpatient = models.BigIntegerField("限额内门急诊已救助", default=0)
    cap = models.BigIntegerField("年限额", default=0)
    cap_outpatient = models.BigIntegerField("门急诊年限额", default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "year"], name="year_total_once"),
            models.CheckConstraint(condition=Q(capped__lte=F("cap")), name="year_total_cap"),
            models.CheckConstraint(
                condition=Q(capped_outpatient__lte=F("cap_outpatient")),
                name="year_total_cap_outpatient",
            ),
            models.CheckConstraint(
                condition=Q(given__gte=F("capped"))
                & Q(given__gte=F("given_outpatient"))
                & Q(given_outpatient__gte=F("capped_outpatient"), capped_outpatient__gte=0)
                & Q(capped__gte=F("capped_outpatient")),
                name="year_total_not_below_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}"


class Settlement(models.Model):
    """One bill, answered. ``number`` is the hospital's own; ``bill`` a keyed digest of all that it
    said, so that the same number with another bill is found out. ``before``: what the person had
    been given in the year when it was computed, ``cap`` what they could be given (None: no cap).
    """

    class Kind(models.TextChoices):
        INPATIENT = "inpatient", "住院"
        OUTPATIENT = "outpatient", "门急诊"

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="settlements")
    client = models.ForeignKey(ApiClient, models.PROTECT, null=True, related_name="+")
    number = models.CharField("医院单号", max_length=40)
    bill = models.BinaryField("单据摘要", max_length=32)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal", verbose_name="撤销哪一笔"
    )
    reversed_at = models.DateTimeField("撤销时间", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    since = models.DateField("入院(就诊)日期")
    until = models.DateField("出院(就诊)日期")
    total = models.BigIntegerField("总费用")
    basic = models.BigIntegerField("基本医保支付")
    supplementary = models.BigIntegerField("大病(补充)保险支付")
    commercial = models.BigIntegerField("商业保险支付")
    own = models.BigIntegerField("目录内自负")
    category = models.CharField("对象类别", max_length=10)
    paid = models.BigIntegerField("救助金额")
    before = models.BigIntegerField("此前本年已救助")
    cap = models.BigIntegerField("年限额", null=True)
    why = models.JSONField("依据", default=list)
    rules = models.CharField("规则摘要", max_length=64)
    words = models.CharField("撤销原因", max_length=200, blank=True)
    month = models.DateField("清算月份")
    made_at = models.DateTimeField("结算时间")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hospital", "number"],
                condition=Q(reverses__isnull=True),
                name="settlement_number_once",
            ),
            models.UniqueConstraint(
                fields=["hospital", "person", "since", "until"],
                condition=Q(kind="inpatient", reverses__isnull=True, reversed_at__isnull=True),
                name="settlement_stay_once",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, paid__gte=0)
                | Q(reverses__isnull=False, paid__lte=0),
                name="settlement_sign",
            ),
            models.CheckConstraint(
                condition=Q(paid__lte=F("own")), name="settlement_not_more_than_own"
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True)
                | Q(reverses__isnull=False)
                | Q(paid=0)
                | Q(cap__gte=F("paid") + F("before")),
                name="settlement_within_cap",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["hospital", "month"], name="settlement_month"),
            models.Index(fields=["made_at"], name="settlement_made"),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        """The number that the answer carries and that a page finds it by."""
        return f"YJ-{self.made_at:%Y}-{self.pk:07d}"

    @property
    def left(self) -> int:
        """What the patient pays; after a reversal, all that no insurance did."""
        covered = self.basic + self.supplementary + self.commercial
        return self.total - covered - max(self.paid, 0)

    @property
    def cap_left(self) -> int | None:
        """Of the year's cap after this; None where there is none."""
        return None if self.cap is None else max(self.cap - self.before - self.paid, 0)


class Refusal(models.Model):
    """A call that was answered with a no: the officer reads here why nothing was settled."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="refusals")
    number = models.CharField("医院单号", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    code = models.CharField("原因代码", max_length=30)
    words = models.CharField("原因", max_length=300)
    made_at = models.DateTimeField("时间", db_index=True)

    def __str__(self) -> str:
        return f"{self.hospital_id} {self.code}"
