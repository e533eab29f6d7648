from django.apps import AppConfig


class AdvisingConfig(AppConfig):
    name = "yingzhou.programmes.assistance.advising"
    label = "advising"
    verbose_name = "救助顾问"
