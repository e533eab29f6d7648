"""Addresses of the counters: the hall (no login), the windows, assessment, ratings, archive."""

from django.urls import path

from .views import archive, assessment, devices, hall, ratings, tickets

app_name = "counters"
urlpatterns = [
    path("counter/<slug:code>/kiosk/", hall.kiosk, name="kiosk"),
    path("counter/<slug:code>/kiosk/<str:token>/", hall.taken, name="taken"),
    path("counter/<slug:code>/board/", hall.board, name="board"),
    path("desk/tickets/", tickets.desk, name="desk"),
    path("desk/tickets/device/<slug:code>/open/", devices.open_, name="device_open"),
    path("desk/tickets/device/<slug:code>/close/", devices.close, name="device_close"),
    path("desk/tickets/booked/", tickets.booked, name="booked"),
    path("desk/tickets/<slug:act>/", tickets.act, name="act"),
    path("desk/assessment/", assessment.overview, name="assessment"),
    path("desk/assessment/export/", assessment.export, name="assessment_export"),
    path("desk/assessment/<slug:code>/<slug:measure>/", assessment.records, name="records"),
    path("desk/ratings/", ratings.listed, name="ratings"),
    path("desk/ratings/<int:pk>/exclude/", ratings.exclude, name="exclude"),
    path("desk/archive/", archive.lists, name="archive"),
    path("desk/archive/<int:pk>/", archive.one, name="archive_list"),
    path("desk/archive/<int:pk>/report/", archive.report, name="archive_report"),
    path("desk/archive/<int:pk>/line/<int:line>/", archive.line, name="archive_line"),
    path("desk/archive/<int:pk>/keep/<int:line>/", archive.keep, name="archive_keep"),
    path("desk/archive/<int:pk>/<slug:act>/", archive.act, name="archive_act"),
]
