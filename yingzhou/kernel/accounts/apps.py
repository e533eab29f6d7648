from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yingzhou.kernel.accounts"
    label = "accounts"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from yingzhou.kernel.accounts import (  # noqa: F401 - connects the handlers
            invariants,
            scopes,
            signals,
        )
        from yingzhou.kernel.accounts.models import User
        from yingzhou.kernel.accounts.services import api_calls  # noqa: F401 - registers its chore

        # The kernels below cannot import scopes; their pages ask the account (people/viewer.py).
        User.add_to_class("scope", scopes.scope_of)
        User.add_to_class("data_classes", scopes.classes_at)
        User.add_to_class("held_with", scopes.held_with)
