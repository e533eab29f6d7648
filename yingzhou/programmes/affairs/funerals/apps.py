from django.apps import AppConfig


class FuneralsConfig(AppConfig):
    name = "yingzhou.programmes.affairs.funerals"
    label = "funerals"
    verbose_name = "殡葬服务"
