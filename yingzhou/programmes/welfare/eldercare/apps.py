from django.apps import AppConfig


class EldercareConfig(AppConfig):
    name = "yingzhou.programmes.welfare.eldercare"
    label = "eldercare"
    verbose_name = "养老服务"

    def ready(self) -> None:
        from yingzhou.programmes.welfare.eldercare import handlers  # noqa: F401 - register
