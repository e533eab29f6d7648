from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "yingzhou.programmes.welfare.children"
    label = "children"
    verbose_name = "儿童福利"
