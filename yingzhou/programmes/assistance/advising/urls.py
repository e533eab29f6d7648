"""``/desk/advising/``."""

from django.urls import path

from yingzhou.programmes.assistance.advising.views import acts, pages, referrals

app_name = "advising"
urlpatterns = [
    path("", pages.home, name="home"),
    path("open/", acts.start, name="start"),
    path("referrals/", referrals.home, name="referrals"),
    path("referrals/<int:pk>/", referrals.reply, name="reply"),
    path("<int:pk>/", pages.one, name="plan"),
    path("<int:pk>/beside/", pages.beside, name="beside"),
    path("<int:pk>/offers/", pages.offers, name="offers"),
    path("<int:pk>/letters/<int:letter>/", pages.letter, name="letter"),
    path("<int:pk>/<slug:act>/", acts.act, name="act"),
]
