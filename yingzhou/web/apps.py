from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "yingzhou.web"
    label = "web"
    verbose_name = "门户"
