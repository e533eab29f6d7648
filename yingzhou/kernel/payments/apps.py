from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "yingzhou.kernel.payments"
    label = "payments"
    verbose_name = "发放"
