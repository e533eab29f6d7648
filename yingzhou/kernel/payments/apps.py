from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "yingzhou.kernel.payments"
    label = "payments"
    verbose_name = "发放"

    def ready(self) -> None:
        # All of them register themselves.
        from yingzhou.kernel.payments import (  # noqa: F401
            chores,
            confirmation_invariants,
            correction_invariants,
            gets,
            grant_invariants,
            handlers,
            invariants,
            sealed_invariants,
            told,
        )
