from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "yingzhou.kernel.payments"
    label = "payments"
    verbose_name = "发放"

    def ready(self) -> None:
        # All of them register themselves.
        from yingzhou.kernel.payments import chores, handlers, invariants  # noqa: F401
        from yingzhou.kernel.payments.sealing import invariants as of_sealed  # noqa: F401
