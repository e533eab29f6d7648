from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "yingzhou.kernel.payments"
    label = "payments"
    verbose_name = "发放"

    def ready(self) -> None:
        from yingzhou.kernel.payments import chores, invariants  # noqa: F401 - register themselves
