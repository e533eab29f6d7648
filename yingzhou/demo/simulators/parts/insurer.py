"""The insurer of 生态惠民保险: takes claims, looks at them, pays, refuses, or asks for papers.

    POST /claims                  {"number", "id_number", "name", "kind", "happened_on", "spent"}
    GET  /claims/<reference>      → {"reference", "state", "amount", "papers", "reason"}
    POST /claims/<reference>/papers, /remind

``state``: reviewing, papers, settled, refused; money in fen. What it decides follows from our
number of the claim. What the real contract pays nobody has told us: the amounts are invented.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from yingzhou.demo.simulators.contract import Asked, Simulator, Told, keyed

REVIEWING, PAPERS, SETTLED, REFUSED = "reviewing", "papers", "settled", "refused"
NEEDED = ("number", "id_number", "name", "kind", "happened_on")
DEATH = 2_000_000
SHARE, MOST = 70, 800_000
"""Of what was spent, in a hundred; and no more than so many fen."""
_claims: dict[str, dict[str, Any]] = {}
_lock = Lock()


def reference_of(number: str) -> str:
    return f"TP{keyed('claim', number):016X}"


def fate_of(number: str) -> str:
    """What comes of it in the end, and on the way: settled, refused, papers (then settled)."""
    luck = keyed("fate", number) % 100
    return REFUSED if luck < 12 else PAPERS if luck < 30 else SETTLED


def amount_of(kind: str, spent: int | None) -> int:
    return DEATH if kind == "death" else min(max((spent or 0) * SHARE // 100, 10_000), MOST)


def _take(asked: Asked) -> Told:
    """The same number again is the same claim."""
    body = asked.body
    if any(not body.get(name) for name in NEEDED) or len(str(body["id_number"])) != 18:
        return Told({"error": "incomplete"}, 422)
    reference = reference_of(str(body["number"]))
    with _lock:
        row = _claims.setdefault(reference, {"papers": False, "looks": 0})
        kept = {name: body.get(name) for name in ("number", "kind", "spent")}
        row |= kept
    return Told(_shown(reference, REVIEWING), 201)


def _look(asked: Asked) -> Told:
    """It needs one look to make up its mind."""
    reference = asked.named["reference"]
    with _lock:
        row = _claims.get(reference)
        if row is None:
            return Told({"error": "unknown"}, 404)
        row["looks"] += 1
        fate = fate_of(str(row["number"]))
        if fate == PAPERS:
            state = SETTLED if row["papers"] else PAPERS
        else:
            state = fate if row["looks"] > 1 else REVIEWING
        return Told(_shown(reference, state, row))


def _papers(asked: Asked) -> Told:
    reference = asked.named["reference"]
    with _lock:
        row = _claims.get(reference)
        if row is None:
            return Told({"error": "unknown"}, 404)
        row["papers"] = True
    return Told(_shown(reference, REVIEWING))


def _remind(asked: Asked) -> Told:
    found = asked.named["reference"] in _claims
    return Told({"noted": True}) if found else Told({"error": "unknown"}, 404)


def _shown(reference: str, state: str, row: dict[str, Any] | None = None) -> dict[str, Any]:
    is_paid = state == SETTLED and row is not None
    return {
        "reference": reference,
        "state": state,
        "amount": amount_of(str(row["kind"]), row["spent"]) if is_paid and row else 0,
        "papers": ["出院小结", "费用明细清单"] if state == PAPERS else [],
        "reason": "出险原因不在保险责任以内" if state == REFUSED else "",
    }


ROUTES = {
    "POST /claims": _take,
    "GET /claims/{reference}": _look,
    "POST /claims/{reference}/papers": _papers,
    "POST /claims/{reference}/remind": _remind,
}


def _too_much(_: Asked, told: Told) -> Told:
    return Told({**told.content, "amount": -1}, told.status)


SIMULATORS = (Simulator("insurer", "保险公司", ROUTES, {"too_much": _too_much}),)
