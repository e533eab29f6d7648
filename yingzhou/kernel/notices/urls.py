"""Addresses: the public check of letters, and the staff's outbox."""

from django.urls import path

from yingzhou.kernel.notices.views import desk, verify

app_name = "notices"
urlpatterns = [
    path("verify/", verify.ask, name="verify"),
    path("verify/<str:code>/", verify.answer, name="answer"),
    path("desk/notices/", desk.outbox, name="outbox"),
    path("desk/notices/<int:pk>/retry/", desk.retry, name="retry"),
    path("desk/notices/outbox/", desk.development, name="development"),
    path("desk/notices/outbox/failing/", desk.rehearse, name="rehearse"),
]
