"""The register: persons, households, where people are registered and live, who is kin."""

# Foreign keys without an index of their own (db_index=False) lead a unique constraint: that is one.

from __future__ import annotations

from django.db import models

from yingzhou.core.crypto import SealedTextField
from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.divisions.models import Division


class Person(models.Model):
    """A person. The identity number is sealed; ``id_digest`` finds it again (GB 11643)."""

    class Sex(models.IntegerChoices):
        MALE = 1, "男"
        FEMALE = 2, "女"

    name = models.CharField("姓名", max_length=40, db_index=True)
    pinyin = models.CharField("拼音", max_length=80, db_index=True)
    sound = models.CharField("近音", max_length=80, db_index=True)
    initials = models.CharField("拼音首字母", max_length=16)
    sex = models.SmallIntegerField("性别", choices=Sex)
    birth_date = models.DateField("出生日期", db_index=True)
    death_date = models.DateField("死亡日期", null=True)
    id_number = SealedTextField("公民身份号码")
    id_digest = models.BinaryField("身份号码摘要", max_length=32, unique=True)

    class Meta:
        indexes = [models.Index(fields=["initials", "sound"], name="person_initials")]

    def __str__(self) -> str:
        return f"人员{self.pk}"


class Household(Spell):
    """户籍户: the household as registered, at one address; moving the register makes another."""

    number = models.CharField("户号", max_length=12, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    address = models.CharField("地址", max_length=120)

    class Meta:
        constraints = [ends_after_start("household_spell")]
        indexes = [
            models.Index(fields=["division", "valid_from", "valid_to"], name="household_count")
        ]

    def __str__(self) -> str:
        return self.number


class Membership(Spell):
    """A person in a household, with the relation to its head."""

    class Relation(models.IntegerChoices):
        HEAD = 1, "户主"
        SPOUSE = 2, "配偶"
        CHILD = 3, "子女"
        GRANDCHILD = 4, "孙辈"
        PARENT = 5, "父母"
        OTHER = 9, "其他"

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", db_index=False)
    relation = models.SmallIntegerField("与户主关系", choices=Relation)

    class Meta:
        constraints = [
            ends_after_start("membership_spell"),
            models.UniqueConstraint(fields=["person", "valid_from"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}:{self.person_id}"


class Residence(Spell):
    """Where a person is registered (户籍) or lives (常住).."""

    class Kind(models.IntegerChoices):
        REGISTERED = 1, "户籍"
        RESIDENT = 2, "常住"

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences", db_index=False)
    kind = models.SmallIntegerField("类别", choices=Kind)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    address = models.CharField("地址", max_length=120, blank=True)

    class Meta:
        constraints = [
            ends_after_start("residence_spell"),
            models.UniqueConstraint(fields=["person", "kind", "valid_from"], name="residence_once"),
        ]
        indexes = [
            models.Index(
                fields=["kind", "division", "valid_from", "valid_to"], name="residence_count"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person_id}"


class Kinship(models.Model):
    """``relative`` is the parent, spouse or guardian of ``person``, in or out of the household."""

    class Kind(models.IntegerChoices):
        PARENT = 1, "父母"
        SPOUSE = 2, "配偶"
        GUARDIAN = 3, "监护人"

    person = models.ForeignKey(Person, models.PROTECT, related_name="kin", db_index=False)
    relative = models.ForeignKey(Person, models.PROTECT, related_name="kin_of")
    kind = models.SmallIntegerField("关系", choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "relative"], name="kinship_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_kind_display()} {self.relative_id}"
