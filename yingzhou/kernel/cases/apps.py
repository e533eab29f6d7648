from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yingzhou.kernel.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        from yingzhou.kernel.cases import chores  # noqa: F401 - registers them
        from yingzhou.kernel.cases.services import objections  # noqa: F401 - hooks in
