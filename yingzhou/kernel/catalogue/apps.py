from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "yingzhou.kernel.catalogue"
    label = "catalogue"
    verbose_name = "事项目录"
