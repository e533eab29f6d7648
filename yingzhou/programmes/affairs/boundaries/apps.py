from django.apps import AppConfig


class BoundariesConfig(AppConfig):
    name = "yingzhou.programmes.affairs.boundaries"
    label = "boundaries"
    verbose_name = "区划地名"
