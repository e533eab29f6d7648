"""Settings of the tests: their own key, quick password hashing, templates that may not forget."""

import os
import tempfile

os.environ.setdefault("YINGZHOU_VAR", tempfile.mkdtemp(prefix="yingzhou-test-"))
# Machine code is named after the rules that it was made from: all workers and runs share it.
os.environ.setdefault(
    "YINGZHOU_POLICY_CACHE", os.path.join(tempfile.gettempdir(), f"yingzhou-policy-{os.getuid()}")
)

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE as _MIDDLEWARE
from config.settings import TEMPLATES as _TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DEMO = True
# A served site of which the tests move the clock (tests/support/time_machine.py).
if "YINGZHOU_TEST_CLOCK" in os.environ:
    MIDDLEWARE = ["tests.support.time_machine.TimeMachine", *_MIDDLEWARE]
NOTICES_PROVIDERS = dict.fromkeys(
    ("sms", "app"), "yingzhou.kernel.notices.providers.development.DevelopmentProvider"
)
EVENTS_RAISE = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
_engine: dict = _TEMPLATES[0]
_options = {**_engine["OPTIONS"], "string_if_invalid": "未定义的模板变量:%s"}
TEMPLATES = [{**_engine, "OPTIONS": _options}]
