"""``/desk/exits/``, ``/desk/medical/`` and ``/desk/insurance/``."""

from django.urls import path

from yingzhou.programmes.assistance.relief.views import exits, insurance, settlements, statements

app_name = "relief"
urlpatterns = [
    path("medical/", settlements.home, name="medical"),
    path("medical/<int:pk>/", settlements.one, name="settlement"),
    path("medical/hospitals/", settlements.hospitals, name="hospitals"),
    path("medical/hospitals/<int:pk>/", settlements.turn, name="hospital-turn"),
    path("medical/months/", statements.months, name="medical-months"),
    path("medical/months/draw-up/", statements.draw_up, name="medical-draw-up"),
    path("medical/months/<int:pk>/", statements.one, name="statement"),
    path("medical/months/<int:pk>/close/", statements.close, name="statement-close"),
    path("exits/", exits.home, name="exits"),
    path("exits/<int:pk>/", exits.one, name="exit"),
    path("insurance/", insurance.home, name="insurance"),
    path("insurance/covered/", insurance.covered, name="insurance-covered"),
    path("insurance/claims/", insurance.claims, name="insurance-claims"),
    path("insurance/claims/<int:pk>/", insurance.claim, name="insurance-claim"),
    path("insurance/claims/<int:pk>/supplied/", insurance.supplied, name="insurance-supplied"),
]
