from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "yingzhou.ui"
    label = "ui"
    verbose_name = "界面"
