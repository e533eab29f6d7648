from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "yingzhou.kernel.disclosure"
    label = "disclosure"
    verbose_name = "公示"
