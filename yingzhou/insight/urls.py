from django.urls import path

from yingzhou.insight import views

app_name = "board"
_one = "indicator/<slug:plan>/<int:number>/"
urlpatterns = [
    path("", views.home, name="home"),
    path(_one, views.indicator, name="indicator"),
    path(f"{_one}changes/", views.changes, name="changes"),
    path(f"{_one}publish/", views.publish, name="publish"),
    path(f"{_one}excel/<slug:what>/", views.indicator_excel, name="indicator_excel"),
    path("recompute/<slug:plan>/", views.recompute, name="recompute"),
    path("records/<slug:relation>/", views.records, name="records"),
    path("records/<slug:relation>/excel/", views.records_excel, name="records_excel"),
    path("tasks/", views.tasks, name="tasks"),
    path("caseload/", views.caseload, name="caseload"),
    path("caseload/excel/", views.caseload_excel, name="caseload_excel"),
    path("contradictions/", views.contradictions, name="contradictions"),
    path("contradictions/check/", views.check, name="check"),
    path("report/", views.report, name="report"),
    path("report/<slug:kind>/", views.report_file, name="report_file"),
]
