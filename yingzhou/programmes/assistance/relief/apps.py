from django.apps import AppConfig


class ReliefConfig(AppConfig):
    name = "yingzhou.programmes.assistance.relief"
    label = "relief"
    verbose_name = "救助"

    def ready(self) -> None:
        # All of them register themselves.
        from yingzhou.programmes.assistance.relief import (  # noqa: F401
            chores,
            handlers,
            invariants,
            knows,
            opened,
            roll_invariants,
            standing,
            told,
        )
