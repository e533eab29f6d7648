"""Addresses of the workbench, below ``desk/``."""

from django.urls import path

from yingzhou.web.desk.views import (
    acts,
    batch,
    case,
    counter,
    files,
    load,
    newcomers,
    objectors,
    opinions,
    search,
    substitutes,
    verifying,
)

app_name = "desk"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("batch/", batch.batch, name="batch"),
    path("opinions/", opinions.listed, name="opinions"),
    path("opinions/<int:pk>/", opinions.opinion, name="opinion"),
    path("substitutes/", substitutes.substitutes, name="substitutes"),
    path("substitutes/<int:pk>/end/", substitutes.end, name="end_substitute"),
    path("load/", load.load, name="load"),
    path("counter/", counter.find, name="counter"),
    path("counter/new/", newcomers.register, name="newcomer"),
    path("counter/for/<slug:number>/", counter.for_case, name="counter_for_case"),
    path("counter/p/<str:token>/", counter.person, name="counter_person"),
    path("counter/p/<str:token>/bring/<slug:number>/", counter.bring, name="counter_bring"),
    path("counter/p/<str:token>/done/<slug:number>/", counter.done, name="counter_done"),
    path("counter/p/<str:token>/also/<slug:number>/", counter.also, name="counter_also"),
    path(
        "counter/p/<str:token>/<slug:programme>/<slug:item>/", counter.apply, name="counter_apply"
    ),
    path("cases/<slug:number>/", case.case, name="case"),
    path("cases/<slug:number>/reporter/", case.reporter, name="reporter"),
    path("cases/<slug:number>/household/", case.family, name="household"),
    path("cases/<slug:number>/answers/", case.answers, name="answers"),
    path("cases/<slug:number>/verify/", verifying.decide, name="verify"),
    path("cases/<slug:number>/consent/", verifying.sign, name="consent"),
    path("cases/<slug:number>/side/", case.side, name="side"),
    path("cases/<slug:number>/rules/", case.reckoned, name="rules"),
    path("cases/<slug:number>/letters/", case.letters, name="letters"),
    path("cases/<slug:number>/letters/<int:pk>/", files.letter, name="letter"),
    path("cases/<slug:number>/letters/<int:pk>/handed/", files.handed_out, name="handed_out"),
    path("cases/<slug:number>/documents/", files.upload, name="upload"),
    path("cases/<slug:number>/documents/<int:pk>/", files.document, name="document"),
    path("cases/<slug:number>/complete/", files.complete, name="complete"),
    path("cases/<slug:number>/take/<slug:transition>/", acts.take, name="take"),
    path("cases/<slug:number>/take-up/", acts.take_up, name="take_up"),
    path("cases/<slug:number>/hand-over/", acts.hand_over, name="hand_over"),
    path("cases/<slug:number>/hand-over/<int:pk>/", acts.answer_handover, name="answer_handover"),
    path("cases/<slug:number>/extend/<int:pk>/", acts.ask_extension, name="ask_extension"),
    path("cases/<slug:number>/extension/<int:pk>/", acts.answer_extension, name="answer_extension"),
    path("cases/<slug:number>/objector/<int:pk>/", objectors.contact, name="objector"),
    path("cases/<slug:number>/objector/<int:pk>/told/", objectors.told, name="objector_told"),
    path("cases/<slug:number>/reopen/", acts.reopen, name="reopen"),
]
