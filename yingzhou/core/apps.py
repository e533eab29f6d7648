from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "yingzhou.core"
    label = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from yingzhou.core import throttle  # noqa: F401 - registers its chore
