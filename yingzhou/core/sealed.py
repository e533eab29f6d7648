"""JSON that is encrypted in the database: answers of a form may say anything about anyone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models

from yingzhou.core.crypto import seal, unseal

if TYPE_CHECKING:
    _AnyField = models.Field[Any, Any]
else:
    _AnyField = models.Field


class SealedJSONField(_AnyField):
    description = "SM4-GCM encrypted JSON"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return None if value is None else json.loads(unseal(value).decode())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: Any = None) -> Any:  # noqa: ARG002
        if value is None:
            return None
        return connection.Database.Binary(seal(json.dumps(value, ensure_ascii=False).encode()))
