"""Our templates win over those that libraries ship, whatever the order of INSTALLED_APPS."""

from pathlib import Path

from django.apps import apps
from django.template.loaders.filesystem import Loader as FilesystemLoader


class OwnAppsFirst(FilesystemLoader):
    """Looks in the apps of this project first, then in third-party apps."""

    def get_dirs(self) -> list[str | Path]:
        own: list[str | Path] = []
        others: list[str | Path] = []
        for app in apps.get_app_configs():
            folder = Path(app.path) / "templates"
            if folder.is_dir():
                (own if app.name.startswith("yingzhou") else others).append(folder)
        return own + others
