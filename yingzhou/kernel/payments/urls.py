"""``/desk/payments/``."""

from django.urls import path

from yingzhou.kernel.payments.views import (
    accounts,
    bookkeeping,
    caseload,
    confirming,
    corrections,
    runs,
    years,
)

app_name = "payments"
urlpatterns = [
    path("", runs.home, name="home"),
    path("ask/", runs.ask, name="ask"),
    path("caseload/", caseload.page, name="caseload"),
    path("caseload/export/", caseload.export, name="caseload_export"),
    path("books/", bookkeeping.page, name="books"),
    path("books/grant/", bookkeeping.grant, name="grant"),
    path("books/lock/", bookkeeping.lock, name="lock"),
    path("years/", years.page, name="years"),
    path("years/<int:year>/ask/", years.ask, name="ask_seal"),
    path("years/<int:year>/seal/", years.seal, name="seal"),
    path("people/<int:pk>/", years.person, name="person"),
    path("confirming/", confirming.mine, name="confirming"),
    path("confirming/<int:pk>/", confirming.answer, name="confirm"),
    path("inquiries/", confirming.inquiries, name="inquiries"),
    path("inquiries/<int:pk>/find/", confirming.find, name="find"),
    path("inquiries/<int:pk>/repay/", confirming.repay, name="repay"),
    path("recoveries/", corrections.recoveries, name="recoveries"),
    path("recoveries/<int:pk>/", corrections.recovery, name="recovery"),
    path("recoveries/<int:pk>/say/", corrections.say, name="say"),
    path("recoveries/<int:pk>/decide/", corrections.decide, name="decide"),
    path("recoveries/<int:pk>/receive/", corrections.receive, name="receive"),
    path("accounts/", accounts.to_agree, name="accounts"),
    path("accounts/<int:pk>/decide/", accounts.decide, name="decide_account"),
    path("<int:pk>/waiting/", accounts.of_run, name="waiting"),
    path("<int:pk>/waiting/<int:payee>/", accounts.give, name="give_account"),
    path("<int:pk>/corrections/", corrections.of_run, name="corrections"),
    path("<int:pk>/confirming/", confirming.rates, name="rates"),
    path("<int:pk>/confirming/export/", confirming.export, name="confirming_export"),
    path("<int:pk>/", runs.month, name="month"),
    path("<int:pk>/lines/", runs.lines, name="lines"),
    path("<int:pk>/approve/", runs.approve, name="approve"),
    path("<int:pk>/send_back/", runs.send_back, name="send_back"),
    path("<int:pk>/send/", runs.send, name="send"),
    path("<int:pk>/files/<int:attempt>/", runs.download, name="download"),
    path("<int:pk>/answer/", runs.answer, name="answer"),
]
