from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yingzhou.kernel.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        from yingzhou.kernel.cases import (  # noqa: F401 - they register themselves
            chores,
            confidence,
            handlers,
            invariants,
        )
        from yingzhou.kernel.cases.services import objections  # noqa: F401 - hooks in
