"""The city's identity service, by which residents log in (OpenID Connect, code flow with PKCE).

Environment: ``YINGZHOU_OIDC_URL`` (the issuer; nothing: residents log in by code only),
``YINGZHOU_OIDC_CLIENT``, ``YINGZHOU_OIDC_SECRET``, ``YINGZHOU_OIDC_NAME`` (what residents call it)
and ``YINGZHOU_OIDC_CLAIM`` (the claim that carries the identity number).
"""

import os

from yingzhou.core.addresses import require_safe_address

RESIDENT_LOGIN_URL = "/my/login/"
RESIDENT_HOME_URL = "/my/"

IDENTITY_NAME = os.environ.get("YINGZHOU_OIDC_NAME", "随申办")
IDENTITY_CLAIM = os.environ.get("YINGZHOU_OIDC_CLAIM", "id_number")
_url = os.environ.get("YINGZHOU_OIDC_URL", "").rstrip("/")
if _url:
    require_safe_address("YINGZHOU_OIDC_URL", _url)
_service = {
    "provider_id": "city",
    "name": IDENTITY_NAME,
    "client_id": os.environ.get("YINGZHOU_OIDC_CLIENT", ""),
    "secret": os.environ.get("YINGZHOU_OIDC_SECRET", ""),
    "settings": {"server_url": _url, "oauth_pkce_enabled": True, "scope": ["openid", "profile"]},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_service] if _url else []}}
SOCIALACCOUNT_ADAPTER = "yingzhou.kernel.accounts.identity.IdentityAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
