"""Login (the few pages of allauth that are in use) and the administration of accounts and audit."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import include, path

from yingzhou.kernel.accounts.views import audit, clients, login, manage

# allauth looks these names up without a namespace. Its other pages (sign-up, e-mail, reset by mail)
# are not mounted and so cannot be reached.
sign_in = [
    path("login/", login.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]

own = [
    path("manage/", manage.account_list, name="list"),
    path("manage/new/", manage.account_create, name="create"),
    path("manage/<int:pk>/", manage.account_detail, name="detail"),
    path("manage/<int:pk>/assign/", manage.account_assign, name="assign"),
    path("manage/<int:pk>/end-role/", manage.account_end_role, name="end_role"),
    path("manage/<int:pk>/deactivate/", manage.account_deactivate, name="deactivate"),
    path("manage/<int:pk>/reactivate/", manage.account_reactivate, name="reactivate"),
    path("manage/<int:pk>/reset-password/", manage.account_reset_password, name="reset_password"),
    path(
        "manage/<int:pk>/reset-second-factor/",
        manage.account_reset_second_factor,
        name="reset_second_factor",
    ),
    path("manage/<int:pk>/person/", manage.account_link, name="link"),
    path("manage/<int:pk>/person/end/", manage.account_unlink, name="unlink"),
    path("manage/<int:pk>/unlock/", manage.account_unlock, name="unlock"),
    path("api/", clients.client_list, name="clients"),
    path("api/new/", clients.client_create, name="client_create"),
    path("api/<int:pk>/renew/", clients.client_renew, name="client_renew"),
    path("api/<int:pk>/revoke/", clients.client_revoke, name="client_revoke"),
    path("audit/", audit.audit_list, name="audit"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
]

urlpatterns = [*sign_in, path("", include((own, "accounts")))]
