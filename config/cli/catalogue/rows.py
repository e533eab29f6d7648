"""An item as one row for programs."""

from __future__ import annotations

from datetime import date
from typing import Any


def rows(day: date | None = None) -> list[dict[str, Any]]:
    from yingzhou.kernel.catalogue.items import items

    return [_row(item) for item in items(day).values()]


def _row(item: Any) -> dict[str, Any]:
    from yingzhou.kernel.catalogue.items import since
    from yingzhou.kernel.catalogue.selectors import words
    from yingzhou.kernel.catalogue.versions import digest_of

    apply, clock = item.apply, words.promise(item)
    return {
        "code": item.code,
        "name": item.name,
        "plain": item.plain,
        "programme": words.programme_of(item.code),
        "applyable": apply is not None,
        "subject": apply.subject if apply else None,
        "channels": list(apply.channels) if apply else [],
        "channel_names": words.channels(item),
        "process": apply.process.key if apply else None,
        "promised": clock and {"length": clock.period.length, "unit": clock.period.unit.value},
        "promised_words": words.promised(item),
        "fee_fen": apply.fee["fen"] if apply else None,
        "questions": len(apply.form) if apply else 0,
        "materials": len(apply.materials) if apply else len(item.guide.get("materials", ())),
        "spared": sum(1 for one in apply.materials if one.known) if apply else 0,
        "topics": list(item.topics),
        "synonyms": list(item.synonyms),
        "version": digest_of(item)[:12],
        "valid_from": since(item).isoformat(),
        "confidence": item.confidence,
    }
