from django.apps import AppConfig


class EldercareConfig(AppConfig):
    name = "yingzhou.programmes.welfare.eldercare"
    label = "eldercare"
    verbose_name = "养老服务"
