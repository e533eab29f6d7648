"""Administration of the systems that use the API: open (the token is shown once), close."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts import selectors, services
from yingzhou.kernel.accounts.forms import ClientForm
from yingzhou.kernel.accounts.models import ApiClient

from .manage import MANAGE


@requires(MANAGE)
def client_list(request: HttpRequest) -> HttpResponse:
    page, rows = selectors.clients_page(clock.now(), request.GET.get("after", ""))
    return render(request, "accounts/clients.html", {"page": page, "rows": list(rows)})


@requires(MANAGE)
@never_cache
def client_create(request: HttpRequest) -> HttpResponse:
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        # Its last day is a whole one.
        wanted["valid_until"] = datetime.combine(wanted["valid_until"], time.max, clock.ZONE)
        try:
            new = services.create_client(**wanted, actor=Actor.of(request.user), at=clock.now())
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            context = {"made": new.client, "token": new.token}
            return render(request, "accounts/client_once.html", context)
    return render(request, "accounts/client_create.html", {"form": form})


@requires(MANAGE)
@require_POST
@never_cache
def client_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """The new token, shown once."""
    client = get_object_or_404(ApiClient, pk=pk)
    try:
        new = services.renew_token(client=client.pk, actor=Actor.of(request.user), at=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect("accounts:clients")
    return render(request, "accounts/client_once.html", {"made": new.client, "token": new.token})


@requires(MANAGE)
@require_POST
def client_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    client = get_object_or_404(ApiClient, pk=pk)
    try:
        services.revoke_client(client=client.pk, actor=Actor.of(request.user), at=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{client.name}”已停用, 它的令牌立即失效。已递交的申请照常办。")
    return redirect("accounts:clients")
