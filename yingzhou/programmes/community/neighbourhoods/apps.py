from django.apps import AppConfig


class NeighbourhoodsConfig(AppConfig):
    name = "yingzhou.programmes.community.neighbourhoods"
    label = "neighbourhoods"
    verbose_name = "村居"
