from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "yingzhou.kernel.visits"
    label = "visits"
    verbose_name = "走访"

    def ready(self) -> None:
        # All of them register themselves.
        from yingzhou.kernel.visits import chores, handlers, invariants, told  # noqa: F401
