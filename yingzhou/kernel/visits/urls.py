"""``/desk/visits/``; what works without a connection lies below ``phone/``, a scope of its own."""

from django.urls import path

from yingzhou.kernel.visits.views import acts, coverage, phone, visits

app_name = "visits"
urlpatterns = [
    path("", visits.home, name="home"),
    path("take/", acts.take, name="take"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/list/", coverage.which, name="which"),
    path("coverage/missed/", coverage.lost, name="lost"),
    path("phone/", phone.shell, name="phone"),
    path("phone/sw.js", phone.worker, name="phone_worker"),
    path("phone/data/", phone.data, name="phone_data"),
    path("phone/send/", phone.send, name="phone_send"),
    path("<int:pk>/", visits.visit, name="visit"),
    path("<int:pk>/photos/<int:photo>/", visits.photo, name="photo"),
    path("<int:pk>/<slug:act>/", acts.act, name="act"),
]
