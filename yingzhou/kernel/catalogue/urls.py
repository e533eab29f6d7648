from django.urls import path

from yingzhou.kernel.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.browse, name="browse"),
    path("<slug:programme>/<slug:name>/", views.item, name="item"),
]
