"""The catalogue, open to everybody."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest
from ninja import Query, Router

from yingzhou.core import clock
from yingzhou.kernel.catalogue.differences import differences
from yingzhou.kernel.catalogue.items import FIRST, Field, Item, items, since, wordings
from yingzhou.kernel.catalogue.items.parts import ACTORS, SUBJECTS
from yingzhou.kernel.catalogue.search import search
from yingzhou.kernel.catalogue.selectors import words
from yingzhou.kernel.catalogue.versions import digest_of, kept_content
from yingzhou.web.api import shapes
from yingzhou.web.api.problems import Problem, no_cursor
from yingzhou.web.api.selectors import item_of

router = Router(tags=["事项目录"])
CODE = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")
NO_ITEM = "没有这个事项, 请查 /api/catalogue/items。"


@router.get("/items", response=shapes.Items, summary="列出或查找事项")
def list_items(
    request: HttpRequest,
    q: str = Query("", max_length=60, description="查找: 名称、别名、拼音、大白话; 最像的在前"),
    topic: str = Query("", max_length=40, description="只要这个主题的"),
    applyable: bool | None = Query(None, description="true: 只要能申请的"),
    after: str = Query("", max_length=80, description="上一页的 next"),
    size: int = Query(50, ge=1, le=200, description="一页多少"),
) -> shapes.Items:
    """按编码排序, 一页一页取; 查找时按相近程度排序, 只有一页。"""
    if after and not CODE.fullmatch(after):
        raise no_cursor()
    day = clock.today()
    if q.strip():
        found = [one.item for one in search(q.strip(), day, size)]
    else:
        found = [item for code, item in sorted(items(day).items()) if code > after]
    found = [
        item
        for item in found
        if (not topic or topic in item.topics)
        and (applyable is None or applyable == (item.apply is not None))
    ]
    shown = found[:size]
    more = len(found) > size and not q.strip()
    return shapes.Items(items=[_brief(one) for one in shown], next=shown[-1].code if more else "")


@router.get("/items/{programme}/{name}", response=shapes.Item, summary="一个事项的全部内容")
def one_item(request: HttpRequest, programme: str, name: str) -> shapes.Item:
    """谁可以办、依据、表单、材料、环节和承诺时限。"""
    item = item_of(f"{programme}/{name}", clock.today())
    if item is None:
        raise Problem("not-found", NO_ITEM)
    return _whole(item)


@router.get(
    "/items/{programme}/{name}/versions", response=shapes.Versions, summary="事项的历次版本"
)
def item_versions(request: HttpRequest, programme: str, name: str) -> shapes.Versions:
    """每一版从哪天起施行, 与前一版有哪些不同。在办的申请一直按受理时的版本。"""
    code = f"{programme}/{name}"
    said = wordings(code)
    if not said:
        raise Problem("not-found", NO_ITEM)
    present = item_of(code, clock.today())
    made = []
    for number, (_, item) in enumerate(said):
        before = said[number - 1][1] if number else None
        changes = differences(kept_content(before), kept_content(item)) if before else []
        made.append(
            shapes.Version(
                valid_from=_since(item),
                version=digest_of(item),
                is_current=item is present,
                changes=changes,
            )
        )
    return shapes.Versions(code=code, versions=made)


def _since(item: Item) -> date | None:
    day = since(item)
    return day if day > FIRST else None


def _brief(item: Item) -> shapes.ItemBrief:
    return shapes.ItemBrief(**_said(item))


def _said(item: Item) -> dict:
    return {
        "code": item.code,
        "name": item.name,
        "plain": item.plain,
        "topics": list(item.topics),
        "can_apply": item.apply is not None,
        "channels": words.channels(item),
        "promised": words.promised(item),
        "fee": words.fee(item),
        "confidence": words.CONFIDENCE.get(item.confidence, item.confidence),
    }


def _whole(item: Item) -> shapes.Item:
    apply = item.apply
    return shapes.Item(
        **_said(item),
        synonyms=list(item.synonyms),
        who=item.who,
        where=item.where,
        basis=[
            shapes.Basis(law=str(one["law"]), article=str(one.get("article", "")))
            for one in item.basis
        ],
        notes=list(item.notes),
        subject=SUBJECTS[apply.subject] if apply else "",
        form=[_field(one) for one in apply.form] if apply else [],
        materials=[
            shapes.Paper(
                key=one.key,
                name=one.name,
                required=one.required,
                when={key: list(values) for key, values in one.when.items()},
                help=one.help,
                known_from=words.source(one.known),
            )
            for one in apply.materials
        ]
        if apply
        else [],
        stages=[
            shapes.Stage(key=one.key, name=one.name, by=ACTORS.get(one.by, one.by))
            for one in apply.process.stages.values()
        ]
        if apply
        else [],
        result=apply.result if apply else "",
        valid_from=_since(item),
        version=digest_of(item),
    )


def _field(field: Field) -> shapes.FormField:
    return shapes.FormField(
        key=field.key,
        ask=field.ask,
        label=field.label,
        kind=field.kind,
        options=list(field.options),
        required=field.required,
        help=field.help,
        each_member=field.each,
        when={key: list(values) for key, values in field.when.items()},
        whom=words.of_whom(field.whom),
        known_from=words.source(field.known),
    )
