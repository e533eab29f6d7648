from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yingzhou.kernel.people"
    label = "people"
    verbose_name = "人口"
