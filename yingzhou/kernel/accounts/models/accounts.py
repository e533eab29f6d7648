"""Accounts, and the roles they hold where and from when to when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.db.models import Q

from yingzhou.core import clock
from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person


class User(AbstractBaseUser):
    """A login. What staff may do comes only from :class:`Assignment` rows; no superuser exists.

    ``person``: who it is in the register. A resident's account always has one; of staff it tells
    whose cases they must keep away from (回避). ``client``: another office's system, in whose name
    steps are written; nobody logs in with it (:class:`ApiClient`).
    """

    class Kind(models.TextChoices):
        STAFF = "staff", "工作人员"
        RESIDENT = "resident", "居民"
        CLIENT = "client", "接口"

    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.STAFF)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="accounts", verbose_name="本人"
    )
    date_joined = models.DateTimeField("开户时间", default=clock.now)
    password_changed_at = models.DateTimeField("口令更换时间", default=clock.now)
    must_change_password = models.BooleanField("须更换口令", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="user_once_a_person"),
            models.CheckConstraint(
                condition=~Q(kind="resident") | Q(person__isnull=False),
                name="resident_is_a_person",
            ),
        ]

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_changed_at = clock.now()
        self.must_change_password = False

    @property
    def is_resident(self) -> bool:
        return self.kind == self.Kind.RESIDENT

    def may_log_in(self) -> bool:
        """Whether the account is in use: a demo account only in the demo, a resident's while they
        live; a client's never."""
        if self.kind == self.Kind.CLIENT:
            return False
        if self.is_resident and self.person is not None and self.person.death_date is not None:
            return False
        return self.is_active and (settings.DEMO or not self.is_demo)

    def needs_second_factor(self) -> bool:
        """Whether a role held today asks for a code at login; the demo asks nobody."""
        return not settings.DEMO and any(
            ROLES[held.role].needs_second_factor for held in self.assignments_now()
        )

    def assignments_now(self) -> list[Assignment]:
        """The roles held today; read once per request (the user object lives as long as that)."""
        if not hasattr(self, "_assignments"):
            self._assignments = list(self.assignments.on(clock.today()))
        return self._assignments

    @property
    def duty(self) -> str:
        """The roles held today, in words."""
        return "、".join(dict.fromkeys(one.get_role_display() for one in self.assignments_now()))

    def remember_assignments(self, held: list[Assignment]) -> None:
        """Those of today, read together with the account."""
        self._assignments = held

    def forget_assignments(self) -> None:
        """Called by the services that change roles, so that this object does not keep old ones."""
        for kept in ("_assignments", "_scopes", "_reaches"):
            self.__dict__.pop(kept, None)

    def may(self, permission: str) -> bool:
        """Whether any role held today carries ``permission``, wherever it reaches."""
        return (
            self.is_active
            and self.kind == self.Kind.STAFF
            and any(permission in ROLES[held.role].permissions for held in self.assignments_now())
        )


class Assignment(Spell):
    """A role held over a division and everything below it, for a time. ``unit``: the office for
    which it is held, where the role belongs to one (:attr:`Role.of_unit`)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField("角色", max_length=30, choices=[(k, r.name) for k, r in ROLES.items()])
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    unit = models.CharField("部门", max_length=60, blank=True)

    class Meta:
        constraints = [
            ends_after_start("assignment_spell"),
            models.UniqueConstraint(
                fields=["user", "role", "division", "valid_from"], name="assignment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_role_display()}"


class Mandate(Spell):
    """``agent`` may act for ``principal``: apply, answer, read. Recorded with its evidence; parents
    of minors and guardians need none, their kinship is in the register."""

    principal = models.ForeignKey(
        Person, models.PROTECT, related_name="mandates", verbose_name="委托人"
    )
    agent = models.ForeignKey(
        Person, models.PROTECT, related_name="mandated", verbose_name="代办人"
    )
    items = models.JSONField("限哪些事项", default=list)
    evidence = models.CharField("凭据", max_length=200)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=150)
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        constraints = [
            ends_after_start("mandate_spell"),
            models.CheckConstraint(
                condition=~Q(principal=models.F("agent")), name="mandate_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}→{self.principal_id}"


class AccessCode(models.Model):
    """A code that a counter hands to a resident who cannot use the city's identity service. Only
    its digest is kept; it ends after a time, or after too many wrong tries."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="access_codes")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField("发放时间")
    made_by = models.CharField("发放人", max_length=150)
    valid_until = models.DateTimeField("有效至")
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField("首次使用", null=True)
    revoked_at = models.DateTimeField("作废时间", null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
