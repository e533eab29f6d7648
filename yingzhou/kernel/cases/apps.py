from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yingzhou.kernel.cases"
    label = "cases"
    verbose_name = "办件"
