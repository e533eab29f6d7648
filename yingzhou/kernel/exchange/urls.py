"""``/desk/exchange/``."""

from django.urls import path

from yingzhou.kernel.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:code>/", views.provider, name="provider"),
]
