"""Settings of the tests: a key of their own, quick password hashing, templates that may not forget."""

import os
import tempfile

os.environ.setdefault("YINGZHOU_VAR", tempfile.mkdtemp(prefix="yingzhou-test-"))

from config.settings import *  # noqa: F403
from config.settings import TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DEMO = True
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "未定义的模板变量:%s"
