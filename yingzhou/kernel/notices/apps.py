from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yingzhou.kernel.notices"
    label = "notices"
    verbose_name = "信函与消息"
