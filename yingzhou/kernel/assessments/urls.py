"""``/desk/assessments/``."""

from django.urls import path

from yingzhou.kernel.assessments.views import acts, pages

app_name = "assessments"
urlpatterns = [
    path("", pages.home, name="home"),
    path("tasks/<int:pk>/", acts.task, name="task"),
    path("<int:pk>/", pages.one, name="one"),
    path("<int:pk>/confirm/", acts.confirm, name="confirm"),
    path("<int:pk>/dispute/", acts.dispute, name="dispute"),
]
