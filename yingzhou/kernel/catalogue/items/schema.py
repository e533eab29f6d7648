"""What ``service.yaml`` and a process file may say."""

from __future__ import annotations

from typing import Any

from yingzhou.core.periods import Unit
from yingzhou.policy.files.schema import CONFIDENCE, DAY, TEXT, entry

from .known import ROLLS
from .parts import ACTORS, CHANNELS, KINDS, OFTEN, REGISTERS, SUBJECTS

GUARDS = (
    "materials", "answers", "two_people", "consultations", "publicity_over", "computed", "reason",
    "other_person", "staff_kin", "consent", "differences", "below",
    "opinions", "told", "corrected", "assessed", "deliberation", "deliberated", "linked",
    "warned", "other_hands", "disagreed", "kept", "other_days",
)  # fmt: skip
GUARDS_OF_A_STEP = ("other_person", "staff_kin", "deliberated", "warned")
"""Guards that look for another step, named after a colon."""
GUARDS_OF_ANY = ("publicity_over",)
"""Guards that may do so: what was found out by another step need not have been shown."""
PLACES = (
    "item", "applicant", "number", "today", "promised", "due", "reason", "amount", "per", "from",
    "article", "missing", "village", "town", "result", "objection_days", "counter", "text",
    "what", "beside", "computed",
)  # fmt: skip
"""What a letter or a message may name."""
NOT_WRITTEN = ("identity", "account", "phone", "members")
"""Kinds of answers that no letter repeats."""
SHOWN = ("name", "village", "members", "amount", "item")
OUTCOMES = ("granted", "refused", "not_accepted", "withdrawn", "lapsed", "done", "ended")
TOPICS = (
    "困难救助", "养老", "残疾人", "孩子", "婚姻", "身后事", "证明", "社区", "社会组织",
    "志愿和慈善", "区划地名", "监督和公开", "医保社保", "就业", "住房", "户籍证照", "卫生计生",
    "退役军人", "档案法律", "其他",
)  # fmt: skip

_LIST: dict[str, Any] = {"type": "array", "items": TEXT}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_FLAG: dict[str, Any] = {"type": "boolean"}
_WHEN: dict[str, Any] = {"type": "object", "minProperties": 1}
_ACTOR: dict[str, Any] = {"enum": list(ACTORS)}
_UNIT: dict[str, Any] = {"enum": [unit.value for unit in Unit]}
_DAYS: dict[str, Any] = {"enum": [unit.value for unit in Unit if unit is not Unit.HOURS]}


def _one_or_more(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


BASIS = entry(
    ["law"],
    {
        "law": TEXT, "article": TEXT, "from": DAY, "until": DAY, "note": TEXT, "source": TEXT,
        "confidence": CONFIDENCE,
    },
)  # fmt: skip
WHOM: dict[str, Any] = {
    **entry(
        [],
        {
            "from": {"type": "integer", "minimum": 1}, "under": {"type": "integer", "minimum": 1},
            "sex": {"enum": ["男", "女"]},
            "otherwise": {"type": ["string", "integer", "boolean", "null"]},
        },
    ),
    "anyOf": [{"required": ["from"]}, {"required": ["under"]}, {"required": ["sex"]}],
}  # fmt: skip
"""Of whom a question makes sense, by age on the day and by sex."""
FIELD = entry(
    ["key", "ask", "kind"],
    {
        "key": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "ask": TEXT, "label": TEXT,
        "kind": {"enum": list(KINDS)}, "options": {**_LIST, "minItems": 2}, "required": _FLAG,
        "help": TEXT, "when": _WHEN, "known": TEXT, "fact": TEXT, "each": _FLAG, "low": _COUNT,
        "high": _COUNT, "past": _FLAG, "within": TEXT, "compared": _FLAG, "whom": WHOM,
    },
)  # fmt: skip
MATERIAL = entry(
    ["key", "name"],
    {
        "key": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "name": TEXT, "required": _FLAG,
        "help": TEXT, "basis": TEXT, "when": _WHEN, "known": TEXT, "on_site": _FLAG,
    },
)  # fmt: skip
_CLOCK_PARTS: dict[str, Any] = {
    "name": TEXT, "length": _COUNT, "unit": _UNIT, "basis": TEXT, "confidence": CONFIDENCE,
    "holder": _ACTOR, "on_end": TEXT, "may_extend": _COUNT, "promise": _FLAG,
}  # fmt: skip
CLOCK = entry(["name", "length", "unit", "basis"], _CLOCK_PARTS)
CLOCK_CHANGE = entry([], _CLOCK_PARTS)
STAGE = entry(
    ["name", "plain"],
    {
        "name": TEXT, "plain": TEXT, "by": _ACTOR, "clocks": _LIST, "pauses": _LIST,
        "final": _FLAG, "weighs": _FLAG,
    },
)  # fmt: skip
LETTER = entry(
    ["title", "paragraphs"],
    {
        "template": {"enum": ["general", "acceptance", "correction", "refusal", "decision",
                              "certificate"]},
        "title": TEXT, "paragraphs": {**_LIST, "minItems": 1}, "facts": _LIST,
    },
)  # fmt: skip
FOLLOW_UP = entry(
    ["kind", "often", "risk", "least", "basis"],
    {
        "kind": TEXT, "often": TEXT, "risk": TEXT, "basis": TEXT, "confidence": CONFIDENCE,
        "least": {"type": "object", "minProperties": 1,
                  "additionalProperties": {"enum": list(OFTEN)}},
    },
)  # fmt: skip
TRANSITION = entry(
    ["name", "from", "to"],
    {
        "name": TEXT, "from": _one_or_more(TEXT), "to": TEXT, "by": _ACTOR, "permission": TEXT,
        "needs": _LIST, "asks": {"type": "array", "items": FIELD}, "starts": _LIST,
        "stops": _LIST, "letter": TEXT, "message": TEXT,
        "publicity": {"enum": ["show", "end", "withdraw"]}, "consults": _FLAG,
        "corrects": {"enum": ["ask", "answer", "lapse"]},
        "proposes": {"enum": ["grant", "refuse"]}, "decides": {"enum": ["grant", "refuse"]},
        "closes": {"enum": list(OUTCOMES)}, "counts_from": {"enum": ["receipt"]},
        "excludes": {"enum": ["rating"]}, "says": TEXT, "help": TEXT, "follow_up": FOLLOW_UP,
    },
)  # fmt: skip
_MAP_OF = {"type": "object", "minProperties": 1}
PROCESS = entry(
    ["name", "start", "stages", "transitions"],
    {
        "name": TEXT, "note": TEXT, "start": TEXT,
        "clocks": {"type": "object", "additionalProperties": CLOCK},
        "stages": {**_MAP_OF, "additionalProperties": STAGE},
        "transitions": {**_MAP_OF, "additionalProperties": TRANSITION},
        "letters": {"type": "object", "additionalProperties": LETTER},
    },
)  # fmt: skip
_ON_ROLL: dict[str, Any] = entry(
    ["roll", "say"],
    {"roll": {"enum": list(ROLLS)}, "say": TEXT, "instead": TEXT, "granted": _LIST, "ended": _LIST},
)
APPLY = entry(
    ["subject", "channels", "process"],
    {
        "subject": {"enum": list(SUBJECTS)}, "register": {"enum": list(REGISTERS)},
        "channels": {"type": "array", "items": {"enum": list(CHANNELS)}, "minItems": 1},
        "many": _FLAG, "home": TEXT, "secret": _FLAG, "about": _LIST,
        "confidential_unless": TEXT,
        "urgent": entry(["when", "say"], {"when": _WHEN, "say": TEXT}),
        "process": TEXT, "form": {"type": "array", "items": FIELD},
        "materials": {"type": "array", "items": MATERIAL},
        "one_each": {"enum": ["household"]}, "only": _ON_ROLL, "already": _ON_ROLL,
        "apart": entry(["who"], {"when": _WHEN, "who": TEXT, "about": TEXT, "words": _LIST}),
        "data": {"enum": ["personal", "sensitive", "children"]},
        "decision": entry(
            ["rule"],
            {"rule": TEXT, "amount": TEXT, "per": TEXT, "beside": TEXT,
             "starts": {"enum": ["next_month", "applied"]},
             "paid": {"enum": ["award", "registry"]}, "goes_out": {"enum": ["月", "季"]},
             "hearing": TEXT},
        ),
        "awards": entry([], {"ends": _LIST, "sets": _LIST, "gives_way": _LIST}),
        "publicity": entry(
            ["days", "show", "basis"],
            {"days": _COUNT, "show": {"type": "array", "items": {"enum": list(SHOWN)}},
             "basis": TEXT, "confidence": CONFIDENCE},
        ),
        "departments": {
            "type": "array",
            "items": entry(
                ["unit", "question", "length"],
                {"unit": TEXT, "question": TEXT, "length": _COUNT, "in": _DAYS, "basis": TEXT,
                 "kind": {"enum": ["joint", "expert"]}, "permission": TEXT, "shows": _LIST,
                 "report": _FLAG},
            ),
        },
        "clocks": {"type": "object", "additionalProperties": CLOCK_CHANGE},
        "slots": entry(
            ["day", "part", "ahead", "capacity", "basis"],
            {"day": TEXT, "part": TEXT, "ahead": _COUNT, "capacity": _COUNT, "basis": TEXT,
             "confidence": CONFIDENCE},
        ),
        "checks": entry(
            ["at", "providers", "basis"],
            {"at": TEXT, "providers": {**_LIST, "minItems": 1}, "basis": TEXT,
             "confidence": CONFIDENCE,
             "suspends": entry(["clocks", "article"], {"clocks": _LIST, "article": TEXT})},
        ),
        "assesses": entry(["at", "instrument"], {"at": TEXT, "instrument": TEXT}),
        "letters": {"type": "object", "additionalProperties": LETTER},
        "fee": entry(["fen"], {"fen": _COUNT, "basis": TEXT}),
        "result": TEXT,
        "retention": entry(
            ["years"], {"years": _COUNT, "basis": TEXT, "confidence": CONFIDENCE}
        ),
    },
)  # fmt: skip
GUIDE = entry(
    [],
    {
        "steps": _LIST, "materials": _LIST, "time": TEXT, "fee": TEXT, "phone": TEXT,
        "department": TEXT, "address": TEXT,
    },
)  # fmt: skip
SERVICE = entry(
    ["name", "plain", "basis", "who", "where"],
    {
        "name": TEXT, "plain": TEXT, "pinyin": TEXT, "synonyms": _LIST,
        "topics": {"type": "array", "items": {"enum": list(TOPICS)}, "minItems": 1},
        "basis": {"type": "array", "items": BASIS, "minItems": 1}, "who": TEXT, "where": TEXT,
        "rules": _LIST, "decides": TEXT, "benefit": {"type": ["string", "array"]},
        "notes": {"type": ["string", "array"]}, "confidence": CONFIDENCE, "from": DAY,
        "guide": GUIDE, "apply": APPLY,
    },
)  # fmt: skip
