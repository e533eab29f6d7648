"""The first account of a new installation: there is no default login and no default password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.models import Assignment
from yingzhou.kernel.divisions.models import Division


class Command(BaseCommand):
    help = "开设第一个系统管理员账号, 显示一次性密码(只显示这一次)。已有系统管理员时拒绝。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="登录名, 如 admin.li")
        parser.add_argument("name", help="姓名")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        now = clock.now()
        held = Assignment.objects.on(now.date()).filter(role="administrator")
        if held.filter(user__is_active=True, user__is_demo=False).exists():
            raise CommandError("已有系统管理员, 请由其开设账号。没有改动。")
        district = Division.objects.on(now.date()).filter(level=Division.Level.DISTRICT).first()
        if district is None:
            raise CommandError("还没有行政区划。请先导入行政区划, 再开设账号。")
        actor = audit.SYSTEM
        try:
            new = services.create_account(
                username=options["username"], name=options["name"], actor=actor, at=now
            )
            services.assign(
                user=new.user,
                role="administrator",
                division=district,
                valid_from=now.date(),
                actor=actor,
                at=now,
            )
        except services.Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"登录名: {new.user.username}\n一次性密码: {new.password}")
