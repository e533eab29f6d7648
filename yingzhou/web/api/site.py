"""All routes together, with what happens when something goes wrong inside one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from .door import unexpected
from .problems import Problem, of_validation
from .routes import cases, catalogue, deaths, hsds, medical, public, ratings

DESCRIPTION = """\
事项目录、HSDS 开放数据、公示和信函验证人人可用, 不需要令牌。
办件要令牌: 在 Authorization 里写“Bearer 令牌”。令牌由区民政局的系统管理员开通。
一个令牌只能看到自己递交的办件。
医疗救助结算给定点医院用: 一个令牌只能结算、查看本院的, 同一个医院单号不会结算两次。
死亡信息给公安、卫生健康、医院等报送: 一个令牌只能看到本单位报的, 同一条不会登记两次。
办件和死亡信息的写操作都要 Idempotency-Key。出错时回答 application/problem+json(RFC 9457)。"""


class _Plain(JSONRenderer):
    """Chinese stays readable."""

    json_dumps_params = {"ensure_ascii": False}


site = NinjaAPI(
    title="瀛洲接口",
    version="1.0",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=_Plain(),
)
site.add_router("/catalogue", catalogue.router)
site.add_router("/hsds", hsds.router)
site.add_router("", public.router)
site.add_router("/cases", cases.router)
site.add_router("/ratings", ratings.router)
site.add_router("/deaths", deaths.router)
site.add_router("/medical", medical.router)


@site.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@site.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return of_validation(error.errors).response()


@site.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return Problem("not-found", "没有这个内容, 请核对地址。").response()


@site.exception_handler(HttpError)
def _malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """ninja raises it where a body is no JSON."""
    return Problem("malformed", "正文不是 JSON, 没有做任何事。").response()


site.add_exception_handler(Exception, unexpected)
