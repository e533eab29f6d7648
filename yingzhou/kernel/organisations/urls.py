from django.urls import path

from yingzhou.kernel.organisations import views

app_name = "places"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("facility/<int:pk>/", views.facility, name="facility"),
    path("organisation/<int:pk>/", views.organisation, name="organisation"),
    path("<slug:name>/", views.rows, name="list"),
    path("<slug:name>/excel/", views.excel, name="excel"),
]
