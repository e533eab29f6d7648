"""Addresses of the residents' login. allauth looks two of the names up without a namespace."""

from django.urls import path

from yingzhou.web.residents import desk, login, own

urlpatterns = [
    path("my/acting/", own.switch, name="acting_switch"),
    path("my/mandates/<int:pk>/end/", own.end_mandate, name="end_mandate"),
    path("my/login/", login.page, name="resident_login"),
    path("my/login/code/", login.by_code, name="resident_login_code"),
    path("my/login/<slug:provider_id>/", login.to_service, name="openid_connect_login"),
    path("my/login/<slug:provider_id>/back/", login.back, name="openid_connect_callback"),
    path("desk/people/<int:pk>/access/", desk.access, name="resident_access"),
    path("desk/people/<int:pk>/access/code/", desk.issue, name="resident_code"),
    path("desk/people/<int:pk>/access/code/end/", desk.end_code, name="resident_code_end"),
    path("desk/people/<int:pk>/access/mandate/", desk.mandate, name="resident_mandate"),
    path("desk/people/<int:pk>/access/mandate/end/", desk.end_mandate, name="resident_mandate_end"),
]
