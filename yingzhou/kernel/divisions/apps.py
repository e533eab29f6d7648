from django.apps import AppConfig


class DivisionsConfig(AppConfig):
    name = "yingzhou.kernel.divisions"
    label = "divisions"
    verbose_name = "行政区划"
