"""``/desk/payments/``."""

from django.urls import path

from yingzhou.kernel.payments.views import runs, years

app_name = "payments"
urlpatterns = [
    path("", runs.home, name="home"),
    path("ask/", runs.ask, name="ask"),
    path("years/", years.page, name="years"),
    path("years/<int:year>/ask/", years.ask, name="ask_seal"),
    path("years/<int:year>/seal/", years.seal, name="seal"),
    path("people/<int:pk>/", years.person, name="person"),
    path("<int:pk>/", runs.month, name="month"),
    path("<int:pk>/lines/", runs.lines, name="lines"),
    path("<int:pk>/approve/", runs.approve, name="approve"),
    path("<int:pk>/send/", runs.send, name="send"),
    path("<int:pk>/files/<int:attempt>/", runs.download, name="download"),
    path("<int:pk>/answer/", runs.answer, name="answer"),
]
