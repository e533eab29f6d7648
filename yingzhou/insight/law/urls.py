from django.urls import path

from yingzhou.insight.law import views

app_name = "law"
urlpatterns = [
    path("", views.browse, name="browse"),
    path("rule/<str:entity>/<str:name>/", views.rule, name="rule"),
    path("parameter/<str:name>/", views.parameter, name="parameter"),
    path("fact/<str:entity>/<str:name>/", views.fact, name="fact"),
    path("sources/", views.sources, name="sources"),
    path("try/", views.bench, name="try"),
    path("whatif/", views.room, name="whatif"),
    path("whatif/curve/", views.curve, name="whatif_curve"),
    path("whatif/refresh/", views.refresh, name="whatif_refresh"),
]
