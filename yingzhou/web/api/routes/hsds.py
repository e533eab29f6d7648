"""The catalogue as Open Referral HSDS 3, at the addresses that the standard names."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router

from yingzhou.kernel.catalogue import hsds
from yingzhou.kernel.catalogue.hsds import parts
from yingzhou.web.api.problems import Problem

router = Router(tags=["HSDS 开放数据"])
Json = dict[str, Any]


def _address() -> str:
    return f"{settings.SITE_ADDRESS}/services/{{code}}/"


@router.get("/", response=Json, summary="发布说明")
def about(request: HttpRequest) -> Json:
    return {
        "version": hsds.VERSION,
        "profile": "https://docs.openreferral.org/en/v3.1.1/hsds/",
        "openapi_url": f"{settings.SITE_ADDRESS}/api/openapi.json",
    }


@router.get("/services", response=Json, summary="服务, 一页一页")
def services(
    request: HttpRequest,
    page: int = Query(1, ge=1, le=100_000),
    per_page: int = Query(hsds.PER_PAGE, ge=1, le=hsds.LARGEST_PAGE),
) -> Json:
    return hsds.services(page, per_page, _address())


@router.get("/services/{id}", response=Json, summary="一项服务")
def service(request: HttpRequest, id: str) -> Json:
    return _found(hsds.service(id, _address()))


@router.get("/organizations", response=Json, summary="机构")
def organizations(
    request: HttpRequest,
    page: int = Query(1, ge=1, le=100_000),
    per_page: int = Query(hsds.PER_PAGE, ge=1, le=hsds.LARGEST_PAGE),
) -> Json:
    return hsds.paged(hsds.organizations(_address()), page, per_page)


@router.get("/organizations/{id}", response=Json, summary="一个机构")
def organization(request: HttpRequest, id: str) -> Json:
    return _found(next((o for o in hsds.organizations(_address()) if o["id"] == id), None))


@router.get("/taxonomies", response=Json, summary="分类")
def taxonomies(request: HttpRequest) -> Json:
    return hsds.paged([parts.taxonomy()], 1, hsds.PER_PAGE)


@router.get("/taxonomy_terms", response=Json, summary="分类里的主题")
def taxonomy_terms(request: HttpRequest) -> Json:
    return hsds.paged(parts.terms(), 1, hsds.PER_PAGE)


def _found(one: Json | None) -> Json:
    if one is None:
        raise Problem("not-found", "没有这个编号。")
    return one
