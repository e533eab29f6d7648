"""``/desk/discovery/``, and ``/my/found/`` for residents."""

from django.urls import path

from yingzhou.programmes.assistance.relief.discovery.views import findings, own, rates, rounds

app_name = "discovery"
urlpatterns = [
    path("desk/discovery/", rounds.home, name="home"),
    path("desk/discovery/ask/", rounds.ask, name="ask"),
    path("desk/discovery/rounds/<int:pk>/", rounds.one, name="round"),
    path("desk/discovery/findings/", findings.index, name="findings"),
    path("desk/discovery/findings/<int:pk>/", findings.one, name="finding"),
    path("desk/discovery/findings/<int:pk>/reason/", findings.reason, name="reason"),
    path("desk/discovery/findings/<int:pk>/<slug:act>/", findings.act, name="act"),
    path("desk/discovery/rates/", rates.index, name="rates"),
    path("desk/discovery/rates/excel/", rates.excel, name="rates-excel"),
    path("my/found/", own.index, name="own"),
    path("my/found/<int:pk>/<slug:act>/", own.act, name="own-act"),
]
