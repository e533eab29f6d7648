from django.urls import path

from yingzhou.web.entitlements import views

app_name = "entitlements"
urlpatterns = [path("", views.page, name="page")]
