from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "yingzhou.programmes.affairs.adoption"
    label = "adoption"
    verbose_name = "收养登记"
