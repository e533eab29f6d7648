from django.urls import path

from yingzhou.kernel.people import views

app_name = "people"
urlpatterns = [
    path("", views.search, name="search"),
    path("deaths/", views.deaths, name="deaths"),
    path("deaths/new/", views.report, name="report-death"),
    path("deaths/<int:report_pk>/", views.settle, name="settle-death"),
    path("deaths/<int:report_pk>/withdraw/", views.withdraw, name="withdraw-death"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/looks/", views.looks, name="looks"),
    path("<int:pk>/number/", views.reveal, name="reveal"),
    path("<int:pk>/death/", views.death, name="death"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/disability/", views.disability, name="disability"),
    path("<int:pk>/custody/", views.custody, name="custody"),
    path("<int:pk>/facts/", views.facts, name="facts"),
    path("<int:pk>/income/", views.income, name="income"),
    path("<int:pk>/assets/", views.assets, name="assets"),
    path("<int:pk>/illness/", views.illness, name="illness"),
    path("<int:pk>/schooling/", views.schooling, name="schooling"),
    path("<int:pk>/care/", views.care, name="care"),
    path("<int:pk>/events/<int:event_pk>/", views.event, name="event"),
    path("<int:pk>/events/<int:event_pk>/parts/", views.event_parts, name="event-parts"),
    path("<int:pk>/events/<int:event_pk>/reverse/", views.reverse, name="reverse"),
]
