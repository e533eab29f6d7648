from django.apps import AppConfig


class ReliefConfig(AppConfig):
    name = "yingzhou.programmes.assistance.relief"
    label = "relief"
    verbose_name = "救助"
