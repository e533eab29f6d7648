"""Whose people lists of kernels below, that know no cases, do not name: who reported in confidence,
and who gave a bad rating, which whoever reads the list may have earned."""

from __future__ import annotations

from collections.abc import Collection

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import RECTIFICATION
from yingzhou.kernel.cases.selectors.sight import keeps_names
from yingzhou.kernel.notices.confidence import keeps


@keeps("case")
def secret(keys: Collection[int]) -> set[int]:
    """One query."""
    rows = Case.objects.filter(pk__in=keys).values_list("pk", "item")
    return {pk for pk, item in rows if keeps_names(item) or item == RECTIFICATION}
