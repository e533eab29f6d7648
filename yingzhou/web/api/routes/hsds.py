"""The catalogue as Open Referral HSDS 3, at the addresses that the standard names."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from yingzhou.kernel.catalogue import hsds
from yingzhou.web.api.problems import Problem

router = Router(tags=["HSDS 开放数据"])
Json = dict[str, Any]


class Paging(Schema):
    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(hsds.PER_PAGE, ge=1, le=hsds.LARGEST_PAGE)
    search: str = Field("", max_length=60, description="查找: 名称、别名、拼音、大白话")


class OfTaxonomy(Paging):
    taxonomy_id: str = Field("", max_length=40, description="只要这个分类的")


class Terms(OfTaxonomy):
    parent_id: str = Field("", max_length=40, description="只要这个主题下面的")


class Owners(OfTaxonomy):
    taxonomy_term_id: str = Field("", max_length=40, description="只要这个主题的")
    full: bool = Field(False, description="true: 下属内容都要")


class Narrowed(Owners):
    """Each word narrows further, as the standard says."""

    organization_id: str = Field("", max_length=40, description="只要这个机构的")


def _address() -> str:
    return f"{settings.SITE_ADDRESS}/services/{{code}}/"


def _wanted(query: Paging) -> hsds.Wanted:
    return hsds.Wanted(**query.dict(exclude={"parent_id"}))


@router.get("/", response=Json, summary="发布说明")
def about(request: HttpRequest) -> Json:
    return {
        "version": hsds.VERSION,
        "profile": "https://docs.openreferral.org/en/latest/hsds/",
        "openapi_url": f"{settings.SITE_ADDRESS}/api/openapi.json",
    }


@router.get("/services", response=Json, summary="服务, 一页一页")
def services(request: HttpRequest, query: Query[Narrowed]) -> Json:
    return hsds.services(_wanted(query), _address())


@router.get("/services/{id}", response=Json, summary="一项服务")
def service(request: HttpRequest, id: str) -> Json:
    return _found(hsds.service(id, _address()))


@router.get("/organizations", response=Json, summary="机构, 一页一页")
def organizations(
    request: HttpRequest, query: Query[Owners], full_service: bool = Query(False)
) -> Json:
    return hsds.organizations(_wanted(query), _address(), full_service)


@router.get("/organizations/{id}", response=Json, summary="一个机构和它的服务")
def organization(request: HttpRequest, id: str, full_service: bool = Query(False)) -> Json:
    return _found(hsds.organization(id, _address(), full_service))


@router.get("/service_at_locations", response=Json, summary="哪个受理点办哪项服务, 一页一页")
def service_at_locations(request: HttpRequest, query: Query[Narrowed]) -> Json:
    return hsds.service_at_locations(_wanted(query), _address())


@router.get("/service_at_locations/{id}", response=Json, summary="一个受理点的一项服务")
def service_at_location(request: HttpRequest, id: str) -> Json:
    return _found(hsds.service_at_location(id, _address()))


@router.get("/taxonomies", response=Json, summary="分类")
def taxonomies(request: HttpRequest, query: Query[Paging]) -> Json:
    return hsds.taxonomies(_wanted(query))


@router.get("/taxonomies/{id}", response=Json, summary="一个分类")
def taxonomy(request: HttpRequest, id: str) -> Json:
    return _found(hsds.taxonomy(id))


@router.get("/taxonomy_terms", response=Json, summary="分类里的主题")
def taxonomy_terms(request: HttpRequest, query: Query[Terms]) -> Json:
    return hsds.taxonomy_terms(_wanted(query), query.parent_id)


@router.get("/taxonomy_terms/{id}", response=Json, summary="一个主题")
def taxonomy_term(request: HttpRequest, id: str) -> Json:
    return _found(hsds.taxonomy_term(id))


def _found(one: Json | None) -> Json:
    if one is None:
        raise Problem("not-found", "没有这个编号。")
    return one
