from django.apps import AppConfig


class CountersConfig(AppConfig):
    name = "yingzhou.programmes.affairs.counters"
    label = "counters"
    verbose_name = "社区事务受理"
