"""One place composes the house. Every value a deployment may change comes from the environment.

Environment: ``DATABASE_URL`` (default: SQLite in ``var/``), ``YINGZHOU_VAR`` (folder for data, keys
and logs), ``YINGZHOU_DEMO=1`` (synthetic district: demo logins work, every page says so),
``YINGZHOU_SECRET_KEY``, ``YINGZHOU_HOSTS`` (comma-separated), ``YINGZHOU_PLANS`` (a folder of more
plans), ``YINGZHOU_ITEMS`` (folders of more service items), ``YINGZHOU_SCANNER`` (a command that
reads an uploaded file and answers 0 where it is clean).
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

from yingzhou.core.keys import load_or_create_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("YINGZHOU_VAR", BASE_DIR / "var"))
DEMO = os.environ.get("YINGZHOU_DEMO") == "1"
DEBUG = False

KEY_DIR = VAR_DIR / "keys"
SECRET_KEY = os.environ.get("YINGZHOU_SECRET_KEY") or load_or_create_key(KEY_DIR, "django").hex()
ALLOWED_HOSTS = os.environ.get("YINGZHOU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.static.StaticFiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",  # its default one would put its own loader first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "yingzhou.core",
    "yingzhou.ui",
    "yingzhou.kernel.divisions",
    "yingzhou.kernel.people",
    "yingzhou.kernel.organisations",
    "yingzhou.kernel.accounts",
    "yingzhou.kernel.ledger",
    "yingzhou.kernel.exchange",
    "yingzhou.kernel.notices",
    "yingzhou.kernel.disclosure",
    "yingzhou.kernel.catalogue",
    "yingzhou.kernel.assessments",
    "yingzhou.kernel.cases",
    "yingzhou.kernel.visits",
    "yingzhou.kernel.payments",
    "yingzhou.programmes.assistance.relief",
    "yingzhou.programmes.assistance.advising",
    "yingzhou.programmes.assistance.relief.discovery",
    "yingzhou.programmes.welfare.eldercare",
    "yingzhou.programmes.welfare.children",
    "yingzhou.programmes.welfare.disability",
    "yingzhou.programmes.affairs.marriage",
    "yingzhou.programmes.affairs.adoption",
    "yingzhou.programmes.affairs.guides",
    "yingzhou.programmes.affairs.funerals",
    "yingzhou.programmes.affairs.counters",
    "yingzhou.programmes.affairs.boundaries",
    "yingzhou.programmes.community.neighbourhoods",
    "yingzhou.programmes.community.social_orgs",
    "yingzhou.programmes.safeguards.oversight",
    "yingzhou.programmes.safeguards.workforce",
    "yingzhou.programmes.assistance.charity",
    "yingzhou.insight",
    "yingzhou.insight.law",
    "yingzhou.web",
    "yingzhou.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yingzhou.programmes.affairs.counters.middleware.HallMiddleware",
    "yingzhou.kernel.accounts.middleware.SessionRulesMiddleware",
    "yingzhou.core.access.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "yingzhou.kernel.accounts.backend.StaffBackend",
    "yingzhou.kernel.accounts.backend.ResidentBackend",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yingzhou.ui.context.shell",
                "yingzhou.kernel.accounts.context.resident",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.template_order.OwnAppsFirst"],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "yingzhou.ui.templatetags.ui",
                "yingzhou.kernel.accounts.templatetags.staff",
            ],
        },
    }
]

_default_db = f"sqlite:///{VAR_DIR / 'yingzhou.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or _default_db)}
SQLITE_SHARED = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
    " PRAGMA mmap_size=2147483648; PRAGMA temp_store=MEMORY;"
)
# For building a new file that is thrown away on any failure (yingzhou.demo.run): no journal at all.
_BULK_PRAGMAS = (
    "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
    " PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY;"
)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: writers queue instead of failing; never with ATOMIC_REQUESTS (docs/adr/0002).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": _BULK_PRAGMAS if os.environ.get("YINGZHOU_BULK") else SQLITE_SHARED,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 300
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SITE_NAME = "瀛洲"
SITE_OWNER = "崇明区民政"
SHELL_SEARCH = {
    "desk": {
        "url_name": "people:search",
        "permission": "people.search",
        "placeholder": "姓名、拼音或完整身份证号",
    },
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    ("vendor/tabler/css", BASE_DIR / "node_modules/@tabler/core/dist/css"),
    ("vendor/tabler-icons", BASE_DIR / "node_modules/@tabler/icons-webfont/dist"),
    ("vendor/echarts", BASE_DIR / "node_modules/echarts/dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.ForgivingManifestStorage"},
}
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = VAR_DIR / "files"
SEALED_ROOT = VAR_DIR / "sealed"
SCANNER = os.environ.get("YINGZHOU_SCANNER", "")
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

from config.settings_exchange import *  # noqa: E402, F403
from config.settings_identity import *  # noqa: E402, F403
from config.settings_insurer import *  # noqa: E402, F403
from config.settings_notices import *  # noqa: E402, F403
from config.settings_security import *  # noqa: E402, F403
