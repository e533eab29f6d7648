from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "yingzhou.kernel.organisations"
    label = "organisations"
    verbose_name = "机构与设施"

    def ready(self) -> None:
        from yingzhou.kernel.organisations import (  # noqa: F401 - subscribe, register
            handlers,
            sheets,
            told,
        )
