"""Every version of an item that anybody was ever served under."""

from __future__ import annotations

from django.db import models


class ItemVersion(models.Model):
    """An item as its files said, with its process resolved. A version never changes: a file that
    changes makes another one. ``digest`` is that of ``content``."""

    code = models.CharField("事项", max_length=80)
    number = models.PositiveIntegerField("版本")
    valid_from = models.DateField("生效日期")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    seen_at = models.DateTimeField("首次使用")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "digest"], name="item_version_content"),
            models.UniqueConstraint(fields=["code", "number"], name="item_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} 第{self.number}版"
