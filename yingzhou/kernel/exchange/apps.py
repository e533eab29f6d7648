from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yingzhou.kernel.exchange"
    label = "exchange"
    verbose_name = "外部核对"

    def ready(self) -> None:
        # All of them register themselves.
        from yingzhou.kernel.exchange import chores, invariants  # noqa: F401
