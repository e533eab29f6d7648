"""What the applicant hands in later: answers, and papers that a counter has seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.catalogue.items import Field
from yingzhou.kernel.catalogue.versions import item_of_version

from . import agreed_again, signing
from .advance import locked


@transaction.atomic
def complete(
    *,
    case: int,
    user: User,
    values: Mapping[str, Any],
    members: Mapping[int, Mapping[str, Any]] | None = None,
    papers: Iterable[str] = (),
    signed: Collection[int] = (),
) -> Case:
    """Puts answers right while the case waits for its applicant or for acceptance. ``values`` and
    ``members`` (by place) are as typed; ``papers``: originals a clerk has seen;
    ``signed``: members whose signed consent they have. Who may see the case and either applied or
    serves a counter may do it."""
    row = locked(case)
    item = item_of_version(row.version)
    if item.apply is None or row.accepted_at is not None or not row.is_open:
        raise CaseFault("已经受理的申请不能再改; 有变化请告诉办理人")
    is_resident = user.kind != User.Kind.STAFF  # or a system in the name of one
    if not may_see(user, row) and not user.may("cases.receive"):
        raise NotYours("这不是您的申请")
    if is_resident and row.by != "applicant":
        raise CaseFault("现在没有要您补的; 我们看完会告诉您")
    made: dict[str, Any] = dict(row.answers)
    made["values"] = dict(made.get("values", {}))
    faults = _put(item.apply.form, made["values"], values, "")
    for number, typed in (members or {}).items():
        if 0 <= number < len(made.get("members", ())):
            member = made["members"][number]
            faults += _put(item.apply.form, member["values"], typed, f"{member['name']}: ")
    if faults:
        raise CaseFault(*faults)
    agreed: list[int] = []
    if not is_resident:
        known = {one.key for one in item.apply.materials}
        made["papers"] = sorted({*made.get("papers", ()), *(p for p in papers if p in known)})
        agreed = [n for n, typed in (members or {}).items() if typed.get(consent.CONSENT)]
        made = consent.sign(made, {*signed, *agreed}, f"{user} {clock.today()}")
    before, row.answers = row.answers, made
    row.save(update_fields=["answers"])
    signing.note_signed(item.apply, row, before, str(user), clock.now())
    detail = {"number": row.number, "fields": sorted(values), "papers": sorted(papers)}
    audit.record(audit.Actor.of(user), "case.complete", row, detail)
    if signs := [made["members"][n]["name"] for n in agreed]:
        agreed_again.go_on(case=row, names=signs, at=clock.now())
        row.refresh_from_db()
    return row


@transaction.atomic
def sign(
    *,
    case: int,
    user: User,
    signed: Collection[int],
    at: datetime,
    again: Collection[int] = (),
    own: bool = False,
) -> Case:
    """Somebody of the staff has seen that these members (by number) signed that they agree: before
    the acceptance or, where a matter was taken up by lapse of time, after it. ``again``: those who
    had not agreed, or had taken it back; ``own``: whoever was asked for themselves alone."""
    row = locked(case)
    if not row.is_open or not (user.may("cases.receive") or user.may("cases.handle")):
        raise NotYours("授权书由受理窗口或正在办的单位核对")
    seen = f"{user} {clock.day_of(at)}"
    made = consent.sign_again(consent.sign(row.answers, signed, seen), again, seen, own=own)
    pairs = zip(made.get("members", ()), row.answers.get("members", ()), strict=True)
    names = [one["name"] for one, was in pairs if one != was]
    names += [consent.ALONE] if made.get("values") != row.answers.get("values") else []
    if not names:
        raise CaseFault("请先勾选看过谁的授权书")
    before, row.answers = row.answers, made
    row.save(update_fields=["answers"])
    item = item_of_version(row.version)
    if item.apply is not None:
        signing.note_signed(item.apply, row, before, str(user), at)
    detail = {"number": row.number, "what": "、".join(names)}
    audit.record(audit.Actor.of(user), "case.consent", row, detail)
    agreed_again.go_on(case=row, names=names, at=at)
    row.refresh_from_db()
    return row


def _put(
    fields: Iterable[Field], kept: dict[str, Any], typed: Mapping[str, Any], of: str
) -> list[str]:
    faults = []
    by_key = {field.key: field for field in fields}
    for key, raw in typed.items():
        if key not in by_key:
            continue
        try:
            kept[key] = forms.read(by_key[key], raw)
        except ValueError as error:
            faults.append(f"{of}{by_key[key].label}: {error}")
    return faults
