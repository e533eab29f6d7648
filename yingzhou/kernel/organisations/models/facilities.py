"""Facilities of every kind the plan counts, what they can hold, and what was done to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.divisions.models import Division, ManagementUnit

from .organisations import Organisation


class Facility(Spell):
    class Kind(models.TextChoices):
        ELDER_HOME = "elder_home", "养老机构"
        ELDER_CENTRE = "elder_centre", "社区综合为老服务中心"
        DAY_CARE = "day_care", "老年人日间照护中心"
        CARE_HOME = "care_home", "长者照护之家"
        MEAL_SITE = "meal_site", "老年助餐服务场所"
        CANTEEN = "canteen", "社区长者食堂"
        ACTIVITY_ROOM = "activity_room", "标准化老年活动室"
        NEIGHBOUR_POINT = "neighbour_point", "示范睦邻点"
        HOME_CARE = "home_care", "家庭照护床位服务点"
        CHILD_STATION = "child_station", "关爱特殊儿童工作站"
        CHILD_PROTECTION = "child_protection", "未成年人救助保护机构"
        AID_RENTAL = "aid_rental", "康复辅具社区租赁服务点"
        BURIAL_GROUND = "burial_ground", "公益性埋葬地"
        ASH_HALL = "ash_hall", "公益性骨灰堂"
        CEMETERY = "cemetery", "经营性公墓"
        VOLUNTEER_BASE = "volunteer_base", "公益基地"
        # the “3+3” of a management unit
        AFFAIRS = "affairs", "社区事务受理点"
        HEALTH = "health", "社区卫生服务点"
        CULTURE = "culture", "社区文化活动点"
        POLICE = "police", "公安派出所"
        URBAN_ENFORCEMENT = "urban_enforcement", "城管执法中队"
        MARKET_SUPERVISION = "market_supervision", "市场监管所"

    THREE_PLUS_THREE = (
        Kind.AFFAIRS,
        Kind.HEALTH,
        Kind.CULTURE,
        Kind.POLICE,
        Kind.URBAN_ENFORCEMENT,
        Kind.MARKET_SUPERVISION,
    )

    code = models.CharField("设施编号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80, db_index=True)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    operator = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="facilities")
    management_unit = models.ForeignKey(
        ManagementUnit, models.PROTECT, null=True, related_name="facilities"
    )
    address = models.CharField("地址", max_length=120, blank=True)
    lon = models.FloatField("经度(CGCS2000)", null=True)
    lat = models.FloatField("纬度(CGCS2000)", null=True)

    class Meta:
        constraints = [ends_after_start("facility_spell")]
        indexes = [models.Index(fields=["kind", "division"], name="facility_kind")]

    def __str__(self) -> str:
        return self.name


class Capacity(Spell):
    """How much a facility can do, for a time."""

    class Unit(models.TextChoices):
        MEALS_A_DAY = "meals_a_day", "客/日"
        SEATS = "seats", "座"

    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="capacities", db_index=False
    )
    unit = models.CharField("单位", max_length=12, choices=Unit)
    amount = models.IntegerField("数量")

    class Meta:
        constraints = [
            ends_after_start("capacity_spell"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="capacity_amount"),
            models.UniqueConstraint(
                fields=["facility", "unit", "valid_from"], name="capacity_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_unit_display()}"


class Bed(models.Model):
    """A bed with its number; what kind of bed it is, and when, are its terms."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="beds", db_index=False)
    number = models.CharField("床位号", max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "number"], name="bed_number_once")
        ]

    def __str__(self) -> str:
        return self.number


class BedTerm(Spell):
    """What a bed is for a time: its setting, and whether it is a nursing or a dementia bed."""

    class Setting(models.TextChoices):
        INSTITUTION = "institution", "机构床位"
        COMMUNITY = "community", "社区床位"
        HOME = "home", "居家(家庭照护)床位"

    bed = models.ForeignKey(Bed, models.PROTECT, related_name="terms", db_index=False)
    setting = models.CharField("床位类型", max_length=12, choices=Setting)
    nursing = models.BooleanField("护理型")
    dementia = models.BooleanField("认知障碍照护")

    class Meta:
        constraints = [
            ends_after_start("bed_term_spell"),
            models.UniqueConstraint(fields=["bed", "valid_from"], name="bed_term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bed_id} {self.get_setting_display()}"


class FacilityWork(models.Model):
    """A finished work on a facility, such as the renovation of a weak elder home."""

    class Kind(models.TextChoices):
        RENOVATION = "renovation", "薄弱养老机构改造"

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="works")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    on = models.DateField("完成日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "kind", "on"], name="facility_work_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Interment(models.Model):
    """安葬记录: one plot used in a cemetery. ``plot_area`` in square cm (0.6 m² = 6000)."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="interments")
    plot = models.CharField("墓位号", max_length=20)
    plot_area = models.IntegerField("占地面积(平方厘米)")
    in_new_section = models.BooleanField("新开墓区")
    on = models.DateField("安葬日期")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(plot_area__gt=0), name="interment_area"),
            models.UniqueConstraint(fields=["facility", "plot", "on"], name="interment_once"),
        ]
        indexes = [models.Index(fields=["on"], name="interment_on")]

    def __str__(self) -> str:
        return self.plot
