"""Addresses of the shells."""

from django.urls import include, path

from yingzhou.web import views
from yingzhou.web.desk.views import home as desk
from yingzhou.web.portal.views import find, matters

urlpatterns = [
    path("", find.home, name="portal_home"),
    path("", include("yingzhou.web.portal.urls")),
    path("my/", matters.home, name="resident_home"),
    path("open/", views.public_information, name="public_information"),
    path("services/what-can-i-get/", include("yingzhou.web.entitlements.urls")),
    path("elder/", views.elder_mode, name="elder_mode"),
    path("api/", include("yingzhou.web.api.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("desk/", desk.home, name="desk_home"),
    path("desk/", include("yingzhou.web.desk.urls")),
    path("desk/imports/", include("yingzhou.web.imports.urls")),
    path("accounts/home/", views.landing, name="landing"),
    path("", include("yingzhou.web.residents.urls")),
]
