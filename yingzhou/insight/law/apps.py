from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "yingzhou.insight.law"
    label = "law"
    verbose_name = "政策与测算"
