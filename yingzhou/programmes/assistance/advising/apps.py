from django.apps import AppConfig


class AdvisingConfig(AppConfig):
    name = "yingzhou.programmes.assistance.advising"
    label = "advising"
    verbose_name = "救助顾问"

    def ready(self) -> None:
        # All of them register themselves.
        from yingzhou.programmes.assistance.advising import (  # noqa: F401
            chores,
            handlers,
            invariants,
        )
