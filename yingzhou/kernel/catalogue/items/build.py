"""From the content of files (or of a kept version) to frozen parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yingzhou.core.periods import Period, Unit
from yingzhou.policy.book import Key

from .parts import (
    APPLICANT,
    Apart,
    Apply,
    Assesses,
    Awards,
    Checks,
    ClockSpec,
    Department,
    Field,
    FollowUp,
    Item,
    Letter,
    Material,
    OnRoll,
    Process,
    Publicity,
    Slots,
    Stage,
    Transition,
    Whom,
)

PERMISSIONS = {
    "counter": "cases.receive",
    "village": "cases.handle",
    "town": "cases.handle",
    "district": "cases.handle",
}


def item(code: str, content: Mapping[str, Any], rules: tuple[Key, ...], folder: Path) -> Item:
    """``content``: already checked, the process resolved."""
    notes = content.get("notes", ())
    return Item(
        code=code,
        name=content["name"],
        plain=content["plain"],
        synonyms=tuple(content.get("synonyms", ())),
        basis=tuple(content["basis"]),
        who=content["who"],
        where=content["where"],
        rules=rules,
        folder=folder,
        pinyin=content.get("pinyin", ""),
        topics=tuple(content.get("topics", ())),
        notes=(notes,) if isinstance(notes, str) else tuple(notes),
        confidence=content.get("confidence", "seen"),
        valid_from=str(content.get("from", "")),
        guide=dict(content.get("guide", {})),
        apply=_apply(content["apply"]) if "apply" in content else None,
        content=dict(content),
    )


def _apply(said: Mapping[str, Any]) -> Apply:
    public = said.get("publicity")
    return Apply(
        subject=said["subject"],
        register=said.get("register", "district"),
        channels=tuple(said["channels"]),
        process=process(said["process"]),
        form=tuple(map(field, said.get("form", ()))),
        materials=tuple(map(_material, said.get("materials", ()))),
        data=said.get("data", "personal"),
        decision=dict(said.get("decision", {})),
        publicity=Publicity(**{**public, "show": tuple(public["show"])}) if public else None,
        departments=tuple(map(_department, said.get("departments", ()))),
        fee=dict(said.get("fee", {"fen": 0})),
        result=said.get("result", ""),
        retention=dict(said.get("retention", {"years": 10, "confidence": "unverified"})),
        many=said.get("many", False),
        home=said.get("home", ""),
        secret=said.get("secret", False),
        confidential_unless=said.get("confidential_unless", ""),
        apart=_apart(said["apart"]) if "apart" in said else None,
        one_each=said.get("one_each", ""),
        only=_on_roll(said.get("only")),
        already=_on_roll(said.get("already")),
        about=tuple(said.get("about", ())),
        urgent=_urgent(said.get("urgent", {})),
        checks=_checks(said.get("checks")),
        slots=Slots(**said["slots"]) if "slots" in said else None,
        awards=Awards(**{key: tuple(one) for key, one in said.get("awards", {}).items()}),
        assesses=Assesses(**said["assesses"]) if "assesses" in said else None,
    )


def _checks(said: Mapping[str, Any] | None) -> Checks | None:
    if said is None:
        return None
    silence = said.get("suspends", {})
    return Checks(
        at=said["at"],
        providers=tuple(said["providers"]),
        basis=said["basis"],
        confidence=said.get("confidence", "seen"),
        suspends=tuple(silence.get("clocks", ())),
        article=silence.get("article", ""),
    )


def _on_roll(said: Mapping[str, Any] | None) -> OnRoll | None:
    if said is None:
        return None
    lists = {name: tuple(said.get(name, ())) for name in ("granted", "ended")}
    return OnRoll(**{**said, **lists})


def _apart(said: Mapping[str, Any]) -> Apart:
    words = tuple(said.get("words", ()))
    return Apart(_when(said), said["who"], said.get("about", ""), words)


def process(said: Mapping[str, Any]) -> Process:
    """``said``: resolved, with its key."""
    stages = {key: _stage(key, one) for key, one in said["stages"].items()}
    return Process(
        key=said["key"],
        name=said["name"],
        start=said["start"],
        stages=stages,
        transitions={
            key: _transition(key, one, stages) for key, one in said["transitions"].items()
        },
        clocks={key: _clock(key, one) for key, one in said.get("clocks", {}).items()},
        letters={key: _letter(one) for key, one in said.get("letters", {}).items()},
    )


def field(said: Mapping[str, Any]) -> Field:
    return Field(
        **{
            **said,
            "label": said.get("label", said["ask"].rstrip("?？")),
            "options": tuple(said.get("options", ())),
            "when": _when(said),
            "whom": _whom(said),
        }
    )


def _whom(said: Mapping[str, Any]) -> Whom | None:
    """Money is written in yuan and kept in fen, as everywhere."""
    whom = said.get("whom")
    if whom is None:
        return None
    other = whom.get("otherwise")
    if said["kind"] == "money" and other is not None:
        other *= 100
    return Whom(whom.get("from", 0), whom.get("under", 0), whom.get("sex", ""), other)


def _material(said: Mapping[str, Any]) -> Material:
    return Material(**{**said, "when": _when(said)})


def _when(said: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    asked = said.get("when", {})
    return {key: tuple(v) if isinstance(v, list) else (v,) for key, v in asked.items()}


def _urgent(said: Mapping[str, Any]) -> dict[str, Any]:
    return {**said, "when": _when(said)} if said else {}


def _clock(key: str, said: Mapping[str, Any]) -> ClockSpec:
    rest = {name: value for name, value in said.items() if name not in ("length", "unit")}
    return ClockSpec(key=key, period=Period(said["length"], Unit(said["unit"])), **rest)


def _stage(key: str, said: Mapping[str, Any]) -> Stage:
    return Stage(
        key=key,
        name=said["name"],
        plain=said["plain"],
        by=said.get("by", "system"),
        clocks=tuple(said.get("clocks", ())),
        pauses=tuple(said.get("pauses", ())),
        is_final=said.get("final", False),
        weighs=said.get("weighs", False),
    )


def _letter(said: Mapping[str, Any]) -> Letter:
    return Letter(
        template=said.get("template", "general"),
        title=said["title"],
        paragraphs=tuple(said["paragraphs"]),
        facts=tuple(said.get("facts", ())),
    )


def _transition(key: str, said: Mapping[str, Any], stages: dict[str, Stage]) -> Transition:
    sources = [said["from"]] if isinstance(said["from"], str) else said["from"]
    first = stages.get(sources[0])
    by = said.get("by", first.by if first else APPLICANT)
    rest = {
        name: value
        for name, value in said.items()
        if name not in ("from", "to", "by", "permission", "needs", "asks", "starts", "stops")
    }
    if "follow_up" in rest:
        rest["follow_up"] = FollowUp(**rest["follow_up"])
    default = "cases.decide" if said.get("decides") else PERMISSIONS.get(by, "")
    return Transition(
        key=key,
        sources=tuple(sources),
        target=said["to"],
        by=by,
        permission=said.get("permission", default),
        needs=tuple(said.get("needs", ())),
        asks=tuple(map(field, said.get("asks", ()))),
        starts=tuple(said.get("starts", ())),
        stops=tuple(said.get("stops", ())),
        **rest,
    )


def _department(said: Mapping[str, Any]) -> Department:
    rest = {name: value for name, value in said.items() if name not in ("length", "in")}
    rest["shows"] = tuple(said.get("shows", ()))
    return Department(period=Period(said["length"], Unit(said.get("in", "workdays"))), **rest)
