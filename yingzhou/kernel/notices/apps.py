from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yingzhou.kernel.notices"
    label = "notices"
    verbose_name = "信函与消息"

    def ready(self) -> None:
        from yingzhou.kernel.notices import chores  # noqa: F401 - registers its chores
