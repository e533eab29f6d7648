"""Addresses: every installed module mounts its own (``module.py``)."""

from django.urls import URLPattern, URLResolver, include, path

from yingzhou.core.modules import installed

urlpatterns: list[URLPattern | URLResolver] = [
    path(module.mount, include(module.urls)) for module in installed() if module.urls
]
handler403 = "yingzhou.web.errors.forbidden"
handler404 = "yingzhou.web.errors.not_found"
handler500 = "yingzhou.web.errors.server_error"
