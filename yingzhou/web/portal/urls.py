"""Addresses of the portal. The home and 我的办事 keep names without a namespace."""

from django.urls import include, path

from yingzhou.web.portal.views import (
    apply,
    draft,
    find,
    handling,
    helping,
    household,
    letters,
    matters,
    money,
    papers,
    uses,
)
from yingzhou.web.portal.views import progress as progress_views

app_name = "portal"

applying = [
    path("", apply.start, name="apply"),
    path("known/", draft.known, name="known"),
    path("ask/<slug:place>/", draft.ask, name="ask"),
    path("papers/", papers.page, name="papers"),
    path("papers/<int:pk>/", papers.file, name="draft_file"),
    path("check/", draft.check, name="check"),
    path("discard/", apply.discard, name="discard"),
]
case = [
    path("", matters.case, name="case"),
    path("received/", matters.received, name="received"),
    path("papers/", handling.upload, name="upload"),
    path("papers/<int:pk>/", handling.file, name="file"),
    path("papers/<int:pk>/remove/", handling.remove, name="remove"),
    path("fill/<slug:place>/", handling.fill, name="fill"),
    path("do/<slug:way>/", handling.step, name="step"),
    path("rate/", handling.rate, name="rate"),
]
urlpatterns = [
    path("services/", find.services, name="services"),
    path("services/<slug:programme>/<slug:name>/", find.guide, name="guide"),
    path("services/<slug:programme>/<slug:name>/apply/", include(applying)),
    path("my/cases/<slug:number>/", include(case)),
    path("my/help/", helping.index, name="help"),
    path("my/help/<int:pk>/answer/", helping.answer, name="help_answer"),
    path("my/assessments/<int:pk>/dispute/", helping.dispute, name="help_dispute"),
    path("my/household/", household.index, name="household"),
    path("my/money/", money.index, name="money"),
    path("my/money/came/<int:pk>/", money.came, name="came"),
    path("my/money/say/<int:pk>/", money.say, name="say"),
    path("my/letters/", letters.index, name="letters"),
    path("my/letters/<int:pk>/", letters.file, name="letter"),
    path("my/uses/", uses.index, name="uses"),
    path("my/uses/<int:pk>/", uses.wrong, name="use"),
    path("my/consents/<int:pk>/again/", uses.agree_again, name="agree_again"),
    path("my/consents/<int:pk>/withdraw/", uses.withdraw, name="withdraw_consent"),
    path("progress/", progress_views.page, name="progress"),
]
