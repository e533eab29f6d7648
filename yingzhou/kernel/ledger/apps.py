from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yingzhou.kernel.ledger"
    label = "ledger"
    verbose_name = "总账"
