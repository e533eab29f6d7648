from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "yingzhou.insight"
    label = "insight"
    verbose_name = "指标与规划"
