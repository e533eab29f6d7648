"""Foreign keys point downward. A key named by a string escapes the import linter, not us."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from tests.support import source


def _ranks() -> dict[str, tuple[int, int]]:
    """Package of an app → how high it stands: its floor, and its place in the stack of kernels."""
    floors = list(reversed(source.contracts()["floors"]["layers"]))
    kernels = list(reversed(source.contracts()["kernels"]["layers"]))
    ranks = {
        f"yingzhou.{name.strip()}": (number, 0)
        for number, floor in enumerate(floors)
        for name in floor.split("|")
    }
    for number, kernel in enumerate(kernels):
        ranks[f"yingzhou.kernel.{kernel}"] = (floors.index("kernel"), number)
    return ranks


def _package(model: type[Model]) -> str:
    return apps.get_app_config(model._meta.app_label).name


def _house(app: str) -> str:
    """What has a place: a kernel and a programme by itself, a part of insight with insight."""
    return "yingzhou.insight" if app.startswith("yingzhou.insight.") else app


def _may_point(source_app: str, target_app: str) -> bool:
    ranks = _ranks()
    source_app, target_app = _house(source_app), _house(target_app)
    if source_app == target_app or target_app not in ranks:
        return True
    if source_app.startswith("yingzhou.programmes."):
        return not target_app.startswith("yingzhou.programmes.")
    return ranks[source_app] > ranks[target_app]


def test_foreign_keys_point_downward_only():
    upward = []
    for model in apps.get_models(include_auto_created=True):
        if not _package(model).startswith("yingzhou."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete else None
            if isinstance(target, type) and not _may_point(_package(model), _package(target)):
                upward.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not upward, "keys that point upward or sideways:\n" + "\n".join(upward)


def test_every_installed_app_of_ours_has_a_place_in_the_house():
    ours = {app.name for app in apps.get_app_configs() if app.name.startswith("yingzhou.")}
    homeless = {
        name for name in ours if _house(name) not in _ranks() and ".programmes." not in name
    }
    assert not homeless
