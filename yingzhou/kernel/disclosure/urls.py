"""Addresses of public notices."""

from django.urls import path

from yingzhou.kernel.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("<int:pk>/", views.notice, name="notice"),
    path("<int:pk>/thanks/", views.thanks, name="thanks"),
]
