from django.apps import AppConfig


class CharityConfig(AppConfig):
    name = "yingzhou.programmes.assistance.charity"
    label = "charity"
    verbose_name = "慈善"
