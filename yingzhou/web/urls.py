"""Addresses of the shells."""

from django.urls import include, path

from yingzhou.web import views

urlpatterns = [
    path("", views.portal_home, name="portal_home"),
    path("open/", views.public_information, name="public_information"),
    path("services/what-can-i-get/", include("yingzhou.web.entitlements.urls")),
    path("elder/", views.elder_mode, name="elder_mode"),
    path("healthz", views.healthz, name="healthz"),
    path("desk/", views.desk_home, name="desk_home"),
    path("desk/imports/", include("yingzhou.web.imports.urls")),
    path("accounts/home/", views.landing, name="landing"),
    path("", include("yingzhou.web.residents.urls")),
]
