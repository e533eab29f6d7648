from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "yingzhou.kernel.disclosure"
    label = "disclosure"
    verbose_name = "公示"

    def ready(self) -> None:
        from yingzhou.kernel.disclosure import chores  # noqa: F401 - registers its chore
