from django.apps import AppConfig


class MarriageConfig(AppConfig):
    name = "yingzhou.programmes.affairs.marriage"
    label = "marriage"
    verbose_name = "婚姻登记"
