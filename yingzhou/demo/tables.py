"""The tables of a new demo, made from the models at once.

``migrate`` draws the state of all models anew for each of some hundred operations, which takes
longer than everything it does. A demo begins with an empty database: libraries that stand by
themselves are migrated, all other tables are made as the models now are, what our migrations do
beyond tables is done, and all of them are noted as applied. A test holds both ways to the same.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor


def make_tables() -> None:
    """On an empty database; on one that has tables, ``migrate`` as everywhere else."""
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0)
        return
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("yingzhou")}
    alone = [label for label, needs in _needs().items() if not ours & needs]
    for label in alone:
        call_command("migrate", label, verbosity=0)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.app_label not in alone and not model._meta.proxy:
                editor.create_model(model)
    with connection.schema_editor() as editor:  # indexes and foreign keys are there by now
        for operation in _beyond_tables(ours):
            operation.code(apps, editor)  # type: ignore[arg-type]
    call_command("migrate", fake=True, verbosity=0)


def _needs() -> dict[str, set[str]]:
    """Whose tables must stand before those of each app do, its own among them."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    plans = {
        label: executor.migration_plan(graph.leaf_nodes(label))
        for label in sorted(executor.loader.migrated_apps)
    }
    return {label: {migration.app_label for migration, _ in plan} for label, plan in plans.items()}


def _beyond_tables(ours: set[str]) -> list[RunPython]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        operation
        for migration, _ in plan
        for operation in migration.operations
        if isinstance(operation, RunPython) and migration.app_label in ours
    ]
