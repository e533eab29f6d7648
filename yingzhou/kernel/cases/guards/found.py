"""What was found out: settled, put right, and shown to its last day."""

from __future__ import annotations

from collections.abc import Sequence

from yingzhou.kernel.cases import assessed, changed, newcomers, verified
from yingzhou.kernel.catalogue.items import Process

from .asked import Asked

MATCHES = "matches"
"""The question of a visit whether all is as declared."""


def publicity_over(asked: Asked, of: str) -> list[str]:
    taken = asked.case.steps.order_by("seq").values_list("transition", "target")
    return unpublished(asked.apply.process, list(taken), of)


def unpublished(process: Process, taken: Sequence[tuple[str, str]], of: str) -> list[str]:
    """What was found out last must have been shown to its last day, with no objection upheld.
    ``taken``: the steps so far, and where each led; ``of``: the step without which nothing has to
    be shown. Investigated again, it is shown again."""
    ways = process.transitions
    begins = {stage for way in ways.values() if way.publicity == "show" for stage in way.sources}
    anew = max((n for n, (_, target) in enumerate(taken) if target in begins), default=-1)
    since = [key for key, _ in taken[anew + 1 :]]
    acts = [ways[key].publicity for key in since if key in ways and ways[key].publicity]
    if (of and of not in since) or acts[-1:] == ["end"]:
        return []
    if acts[-1:] == ["withdraw"]:
        return ["公示中的异议成立, 公示已撤下: 要同意的, 先退回重新调查, 再公示一次"]
    if acts:
        return ["公示还没有期满"]
    return ["这次调查的结果没有公示过: 要同意的, 先退回重新调查, 再公示"]


def differences(asked: Asked, _: str) -> list[str]:
    """What was declared and what the registers say: somebody decides which counts, one by one."""
    answers = asked.case.answers
    today = verified.registers(asked.apply, asked.case, asked.day)
    done = answers.get(verified.VERIFIED, {})
    found = [
        f"{one.label}: {one.told}, {newcomers.waiting(done.get(one.key)) or '还没有写明按哪个'}"
        for one in verified.unsettled(asked.apply, answers, today)
    ]
    if asked.data.get(MATCHES) is False and not answers.get(verified.VERIFIED):
        found.append("和申请内容不一致的, 还没有写明核实的是多少")
    if not found and asked.data.get(MATCHES) is True:
        return [
            f"{place.label}: 申报{place.shown(place.declared)}, 核实{place.shown(value)}, "
            "“和申请内容一致吗”不能填“是”, 请写明哪里不一致"
            for place, value in verified.contradicted(asked.apply, answers, today)
        ]
    return [*found, "先在“申报和登记对照”里逐处写明按哪个算, 再办这一步"] if found else []


def corrected(asked: Asked, _: str) -> list[str]:
    """After an objection that was right in part the same is not shown again without a word."""
    taken = list(asked.case.steps.order_by("seq").values_list("seq", "transition"))
    process, answers = asked.apply.process, asked.case.answers
    since = changed.waits_since(process, taken, answers)
    if since is None or asked.data.get(changed.UNCHANGED) or _assessed_anew(asked):
        return []
    said = asked.case.steps.get(seq=since).data or {}
    return [
        f"异议部分成立, 写了要更正“{said.get(changed.CORRECTED, '')}”, 还没有改一个数: "
        "先在“申报和登记对照”里更正; 确实不影响计算的, 写明为什么"
    ]


def _assessed_anew(asked: Asked) -> bool:
    """Where the step itself names a number that the rules count with, and it is another now."""
    facts = [one.key for one in asked.way.asks if one.fact]
    shown = (way.key for way in asked.apply.process.transitions.values() if way.publicity == "show")
    last = asked.case.steps.filter(transition__in=shown).order_by("-seq").first() if facts else None
    before = (last.data or {}) if last is not None else {}
    return any(key in before and asked.data.get(key) != before[key] for key in facts)


def is_assessed(asked: Asked, _: str) -> list[str]:
    """Where the item has the applicant assessed: what counts today, and counts here."""
    return assessed.lacking(asked.case, asked.apply, asked.day)
