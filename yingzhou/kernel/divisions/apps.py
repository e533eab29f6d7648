from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class DivisionsConfig(AppConfig):
    name = "yingzhou.kernel.divisions"
    label = "divisions"
    verbose_name = "行政区划"

    def ready(self) -> None:
        from . import history, models, sheets  # noqa: F401 - the sheet registers itself

        for model in (models.Division, models.DivisionName, models.DivisionSuccession):
            for signal in (post_save, post_delete):
                signal.connect(_forget, sender=model, dispatch_uid=f"divisions-{model.__name__}")
        post_migrate.connect(history.forget_all, dispatch_uid="divisions-forget")


def _forget(**_: object) -> None:
    from .history import forget

    forget()
