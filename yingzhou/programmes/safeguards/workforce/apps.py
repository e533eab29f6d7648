from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "yingzhou.programmes.safeguards.workforce"
    label = "workforce"
    verbose_name = "队伍"
