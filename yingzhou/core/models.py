"""Tables that every part of the house shares: the audit chain and pending imports."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One act. Written only by :func:`yingzhou.core.audit.record`; the database refuses changes."""

    seq = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("账号", null=True)
    actor_name = models.CharField("操作人", max_length=150)
    action = models.CharField("动作", max_length=60)
    subject_type = models.CharField("对象类别", max_length=80, blank=True)
    subject_id = models.BigIntegerField("对象", null=True)
    detail = models.JSONField("内容", default=dict)
    digest = models.BinaryField("摘要")

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_subject"),
            models.Index(fields=["actor_id", "seq"], name="audit_actor"),
            models.Index(fields=["action", "seq"], name="audit_action"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """The last link of the chain; a single row that writers lock in turn."""

    seq = models.BigIntegerField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"#{self.seq}"


class ImportBatch(models.Model):
    """A spreadsheet that was read and checked, and waits for a person to confirm it.

    ``payload`` is sealed (it may hold identity numbers); ``report`` names row, column and reason
    and never quotes a number.
    """

    class Status(models.TextChoices):
        CHECKED = "checked", "待确认"
        TAKEN = "taken", "已导入"
        DISCARDED = "discarded", "已放弃"

    kind = models.CharField("类别", max_length=40)
    file_name = models.CharField("文件名", max_length=200)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.CHECKED)
    payload = models.BinaryField("内容(加密)")
    report = models.JSONField("检查报告", default=dict)
    decisions = models.JSONField("逐行决定", default=dict)
    created_at = models.DateTimeField("上传时间")
    actor_id = models.BigIntegerField("上传账号")
    actor_name = models.CharField("上传人", max_length=150)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        indexes = [models.Index(fields=["actor_id", "-id"], name="import_actor")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class QueuedEvent(models.Model):
    """An event that one handler has still to take (:mod:`yingzhou.core.events`); then it goes."""

    event = models.CharField("事件", max_length=120)
    handler = models.CharField("处理", max_length=160)
    content = models.TextField("内容")
    at = models.DateTimeField("发生时间")
    attempts = models.PositiveIntegerField("已试次数", default=0)
    next_try = models.DateTimeField("下次处理", db_index=True)
    error = models.CharField("上次出错", max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"


class ChoreRun(models.Model):
    """When a chore (:mod:`yingzhou.core.chores`) was last tried, and whether it went well."""

    name = models.CharField("任务", max_length=120, primary_key=True)
    last_run = models.DateTimeField("上次运行")
    last_good = models.DateTimeField("上次成功", null=True)
    last_error = models.CharField("上次出错", max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class Tally(models.Model):
    """How often a client did something (:mod:`yingzhou.core.throttle`); ``key`` is a digest."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField("从何时起", db_index=True)
    count = models.PositiveIntegerField("次数")

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"


class Installation(models.Model):
    """What this database is: name → value (``demo``, ``scale``, ``built_at``)."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
