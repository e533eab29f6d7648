"""Persons and what is known about them. Facts that change are effective-dated rows of their own."""

# Foreign keys without an index of their own (db_index=False) lead a unique constraint: that is one.

from __future__ import annotations

from django.db import models
from django.db.models import Q

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


class DisabilityCertificate(Spell):
    """残疾人证: category and grade (1 is the most severe), for as long as it is valid."""

    class Category(models.IntegerChoices):
        SIGHT = 1, "视力"
        HEARING = 2, "听力"
        SPEECH = 3, "言语"
        LIMBS = 4, "肢体"
        INTELLECT = 5, "智力"
        MIND = 6, "精神"
        MULTIPLE = 7, "多重"

    person = models.ForeignKey(Person, models.PROTECT, related_name="disability_certificates")
    category = models.SmallIntegerField("类别", choices=Category)
    grade = models.SmallIntegerField("等级")

    class Meta:
        constraints = [
            ends_after_start("disability_spell"),
            models.CheckConstraint(condition=Q(grade__range=(1, 4)), name="disability_grade"),
            models.UniqueConstraint(
                fields=["person", "category", "valid_from"], name="disability_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}{self.grade}级"


class LifeEvent(models.Model):
    """What happened to a person, recorded once; taking it back is a mark, not a deletion."""

    class Kind(models.TextChoices):
        BIRTH = "birth", "出生"
        DEATH = "death", "死亡"
        MOVE_IN = "move_in", "迁入"
        MOVE_OUT = "move_out", "迁出"

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
