from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """What a community affairs counter takes in for other departments: guides, nothing to apply."""

    name = "yingzhou.programmes.affairs.guides"
    label = "guides"
    verbose_name = "社区事务办事指南"
