from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "yingzhou.programmes.safeguards.oversight"
    label = "oversight"
    verbose_name = "监督和公开"
