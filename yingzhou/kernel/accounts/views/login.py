"""The login page: allauth's, and in the demo the logins that work there."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from yingzhou.core.access import public
from yingzhou.kernel.accounts.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD


class LoginPage(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
        return context


login = public(LoginPage.as_view())
