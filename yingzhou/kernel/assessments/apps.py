from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "yingzhou.kernel.assessments"
    label = "assessments"
    verbose_name = "评估"

    def ready(self) -> None:
        # All of them register themselves; a fault of an instrument stops the start.
        from yingzhou.kernel.assessments import handlers, invariants  # noqa: F401
        from yingzhou.kernel.assessments.files import instruments

        instruments()
