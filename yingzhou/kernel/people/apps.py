from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yingzhou.kernel.people"
    label = "people"
    verbose_name = "人口"

    def ready(self) -> None:
        from yingzhou.kernel.people import (  # noqa: F401 - they register
            invariants,
            sheets,
            told,
        )
