from django.apps import AppConfig


class DisabilityConfig(AppConfig):
    name = "yingzhou.programmes.welfare.disability"
    label = "disability"
    verbose_name = "残疾人福利"
