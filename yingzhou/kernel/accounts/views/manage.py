"""Administration of accounts. Every act is a POST to one service and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts import lockout, selectors, services
from yingzhou.kernel.accounts.forms import (
    AccountForm,
    AssignForm,
    EndForm,
    PersonForm,
    SearchForm,
)
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people import identity, names

MANAGE = "accounts.manage"


def _staff(pk: int) -> User:
    """Accounts of residents open and close with the register; nobody manages them here."""
    return get_object_or_404(User.objects.select_related("person"), pk=pk, kind=User.Kind.STAFF)


@requires(MANAGE)
def account_list(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    page = selectors.accounts_page(query=query, after=request.GET.get("after", ""))
    rows = [(user, selectors.role_names(user)) for user in page.rows]
    return render(
        request, "accounts/list.html", {"form": form, "page": page, "rows": rows, "query": query}
    )


@requires(MANAGE)
@never_cache
def account_create(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = services.create_account(
                **form.cleaned_data, actor=Actor.of(request.user), at=clock.now()
            )
        except services.Refused as refused:
            form.add_error("username", str(refused))
        else:
            return _show_password(request, new.user, new.password, "账号已开好")
    return render(request, "accounts/create.html", {"form": form})


def _show_password(request: HttpRequest, user: User, password: str, title: str) -> HttpResponse:
    context = {"account": user, "password": password, "headline": title}
    return render(request, "accounts/password_once.html", context)


@requires(MANAGE)
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    account = _staff(pk)
    form = AssignForm(initial={"valid_from": clock.today()})
    return _detail(request, account, form)


def _own(account: User) -> str:
    """``李*珍 310*************34``: enough to see that the right person was linked."""
    if account.person is None:
        return ""
    name = names.mask_name(account.person.name)
    return f"{name} {identity.mask(str(account.person.id_number))}"


def _detail(
    request: HttpRequest,
    account: User,
    form: AssignForm,
    person_form: PersonForm | None = None,
) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "roles": selectors.roles_of(account),
        "is_self": account.pk == request.user.pk,
        "is_locked": lockout.is_locked(account.username),
        "has_second_factor": selectors.has_second_factor(account),
        "person_form": person_form or PersonForm(),
        "own": _own(account),
    }
    return render(request, "accounts/detail.html", context)


@requires(MANAGE)
@require_POST
def account_assign(request: HttpRequest, pk: int) -> HttpResponse:
    account = _staff(pk)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return _detail(request, account, form)
    wanted = form.cleaned_data | {"valid_to": form.cleaned_data["valid_to"] or FOREVER}
    try:
        services.assign(user=account, actor=Actor.of(request.user), at=clock.now(), **wanted)
    except services.Refused as refused:
        form.add_error(None, str(refused))
        return _detail(request, account, form)
    messages.success(request, "角色已授予。")
    return redirect("accounts:detail", pk=pk)


@requires(MANAGE)
@require_POST
def account_end_role(request: HttpRequest, pk: int) -> HttpResponse:
    account = _staff(pk)
    form = EndForm(request.POST, user=account)
    if not form.is_valid():
        messages.error(request, "请填写终止日期(年-月-日)。没有改动。")
        return redirect("accounts:detail", pk=pk)

    def act(actor: Actor, at: datetime) -> None:
        services.end_assignment(**form.cleaned_data, actor=actor, at=at)

    return _do(request, pk, act, "角色已按所填日期终止。")


@requires(MANAGE)
@require_POST
@never_cache
def account_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Who the account's holder is in the register."""
    account = _staff(pk)
    form = PersonForm(request.POST)
    if not form.is_valid():
        blank = AssignForm(initial={"valid_from": clock.today()})
        return _detail(request, account, blank, form)
    person = form.cleaned_data["number"]

    def act(actor: Actor, at: datetime) -> None:
        services.link_person(user=account, person=person, actor=actor, at=at)

    return _do(request, pk, act, "已对应到登记册里的本人, 他和亲属的事会自动避开。")


@requires(MANAGE)
@require_POST
def account_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_account(request, pk, services.unlink_person, "已取消对应。")


@requires(MANAGE)
@require_POST
def account_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_account(request, pk, services.deactivate, "账号已停用, 其登录立即失效。")


@requires(MANAGE)
@require_POST
def account_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_account(request, pk, services.reactivate, "账号已启用。")


@requires(MANAGE)
@require_POST
def account_reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    done = "两步验证已重置, 本人下次登录时重新设置。"
    return _on_account(request, pk, services.reset_second_factor, done)


@requires(MANAGE)
@require_POST
def account_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_account(request, pk, services.unlock, "登录锁定已解除, 本人现在可以再试。")


@requires(MANAGE)
@require_POST
@never_cache
def account_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    account = _staff(pk)
    try:
        password = services.reset_password(
            user=account, actor=Actor.of(request.user), at=clock.now()
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect("accounts:detail", pk=pk)
    return _show_password(request, account, password, "密码已重置")


def _on_account(
    request: HttpRequest, pk: int, service: Callable[..., None], done: str
) -> HttpResponse:
    account = _staff(pk)

    def act(actor: Actor, at: datetime) -> None:
        service(user=account, actor=actor, at=at)

    return _do(request, pk, act, done)


def _do(
    request: HttpRequest, pk: int, act: Callable[[Actor, datetime], Any], done: str
) -> HttpResponse:
    try:
        act(Actor.of(request.user), clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("accounts:detail", pk=pk)
