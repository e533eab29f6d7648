"""Accounts, and the roles they hold where and from when to when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models

from yingzhou.core import clock
from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.divisions.models import Division


class User(AbstractBaseUser):
    """A login. What it may do comes only from its :class:`Assignment` rows; no superuser exists."""

    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    date_joined = models.DateTimeField("开户时间", default=clock.now)
    password_changed_at = models.DateTimeField("口令更换时间", default=clock.now)
    must_change_password = models.BooleanField("须更换口令", default=False)

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

    def may_log_in(self) -> bool:
        """Whether the account is in use; a demo account is so only in the demo."""
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

    def remember_assignments(self, held: list[Assignment]) -> None:
        """Those of today, read together with the account."""
        self._assignments = held

    def forget_assignments(self) -> None:
        """Called by the services that change roles, so that this object does not keep old ones."""
        for kept in ("_assignments", "_scopes", "_reaches"):
            self.__dict__.pop(kept, None)

    def may(self, permission: str) -> bool:
        """Whether any role held today carries ``permission``, wherever it reaches."""
        return self.is_active and any(
            permission in ROLES[held.role].permissions for held in self.assignments_now()
        )


class Assignment(Spell):
    """A role held over a division and everything below it, for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField("角色", max_length=30, choices=[(k, r.name) for k, r in ROLES.items()])
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ends_after_start("assignment_spell"),
            models.UniqueConstraint(
                fields=["user", "role", "division", "valid_from"], name="assignment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_role_display()}"
