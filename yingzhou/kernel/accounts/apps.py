from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yingzhou.kernel.accounts"
    label = "accounts"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from yingzhou.kernel.accounts import signals  # noqa: F401 - connects the handlers
