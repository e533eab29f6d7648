from django.urls import path

from yingzhou.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/<slug:kind>/", views.upload, name="upload"),
    path("new/<slug:kind>/template/", views.template_file, name="template"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/report/", views.report_file, name="report"),
    path("<int:pk>/similar/", views.similar, name="similar"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/discard/", views.discard, name="discard"),
]
