"""Who is taken away by a sentence or into compulsory rehabilitation, from when to when."""

# Foreign keys without an index of their own (db_index=False) lead a unique constraint: that is one.

from __future__ import annotations

from django.db import models

from yingzhou.core.spells import Spell, ends_after_start

from .register import Person


class Custody(Spell):
    """服刑、强制隔离戒毒: for as long, the person does not live with the family, and the rules do
    not count them (社会救助暂行办法 第九条, 民发〔2021〕57号: from memory)."""

    class Kind(models.TextChoices):
        SENTENCE = "sentence", "服刑"
        REHABILITATION = "rehab", "强制隔离戒毒"

    person = models.ForeignKey(Person, models.PROTECT, related_name="custodies", db_index=False)
    kind = models.CharField("哪一种", max_length=10, choices=Kind)

    class Meta:
        constraints = [
            ends_after_start("custody_spell"),
            models.UniqueConstraint(fields=["person", "valid_from"], name="custody_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
