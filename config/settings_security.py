"""Login, sessions and headers (DESIGN.md section 5; GB/T 22239-2019 8.1.4.1)."""

import os
from datetime import timedelta

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/accounts/home/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "yingzhou.kernel.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_FORMS = {
    "login": "yingzhou.kernel.accounts.forms_login.LoginForm",
    "change_password": "yingzhou.kernel.accounts.forms_login.ChangePasswordForm",
    "reauthenticate": "yingzhou.kernel.accounts.forms_login.ReauthenticateForm",
}
# A whole office may share one address; wrong passwords are counted by axes, wrong codes by both.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "10/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "瀛洲"
MFA_ADAPTER = "yingzhou.kernel.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "yingzhou.kernel.accounts.forms_login.SecondStepForm",
    "reauthenticate": "yingzhou.kernel.accounts.forms_login.SecondStepAgainForm",
    "activate_totp": "yingzhou.kernel.accounts.forms_login.ActivateForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "yingzhou.kernel.accounts.passwords.MixedCharactersValidator"},
    {"NAME": "yingzhou.kernel.accounts.passwords.DifferentPasswordValidator"},
]
PASSWORD_MAX_AGE = timedelta(days=180)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=20)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "yingzhou.kernel.accounts.lockout.locked_out"
AXES_VERBOSE = False
# The page promises a time of day; trying again too early must not move it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # logins stand in the audit chain
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "login",
    "code",
    "next",
    "csrfmiddlewaretoken",
]

IDLE_TIMEOUT = timedelta(minutes=30)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
# On one machine the demo speaks plain HTTP; behind TLS set YINGZHOU_TLS=1.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("YINGZHOU_TLS") == "1"
SECURE_HSTS_SECONDS = 31536000 if SESSION_COOKIE_SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "yingzhou.web.errors.csrf_failure"
