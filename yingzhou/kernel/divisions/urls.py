from django.urls import path

from yingzhou.kernel.divisions import views

app_name = "divisions"
urlpatterns = [
    path("", views.index, name="index"),
    path("excel/", views.excel, name="excel"),
    path("<int:pk>/", views.unit, name="unit"),
    path("<int:pk>/rename/", views.rename, name="rename"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/split/", views.split, name="split"),
    path("<int:pk>/found/", views.found, name="found"),
]
