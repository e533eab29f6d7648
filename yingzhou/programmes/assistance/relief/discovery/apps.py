from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "yingzhou.programmes.assistance.relief.discovery"
    label = "discovery"
    verbose_name = "主动发现"

    def ready(self) -> None:
        # All of them register themselves.
        from yingzhou.programmes.assistance.relief.discovery import (  # noqa: F401
            chores,
            handlers,
            invariants,
            opened,
            told,
        )
