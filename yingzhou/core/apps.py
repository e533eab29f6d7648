from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "yingzhou.core"
    label = "core"
    verbose_name = "基础"
