from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yingzhou.kernel.ledger"
    label = "ledger"
    verbose_name = "总账"

    def ready(self) -> None:
        from yingzhou.kernel.ledger import invariants  # noqa: F401 - registers what must hold
