"""Our templates win over those that libraries ship, whatever the order of INSTALLED_APPS."""

from pathlib import Path

from django.apps import apps
from django_cotton.cotton_loader import Loader  # type: ignore[import-untyped]


class OwnAppsFirst(Loader):
    """Looks in the apps of this project first, then in others; understands cotton's ``<c-...>``."""

    def get_dirs(self) -> list[str]:
        own: list[str] = []
        others: list[str] = []
        for app in apps.get_app_configs():
            folder = Path(app.path) / "templates"
            if folder.is_dir():
                (own if app.name.startswith("yingzhou") else others).append(str(folder))
        return own + others
