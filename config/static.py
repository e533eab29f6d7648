"""Static files are hashed, of the libraries only what pages use: seconds at the first start.

A library that names a file it does not ship does not stop us.
"""

from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ForgivingManifestStorage(CompressedManifestStaticFilesStorage):
    manifest_strict = False
    keep_only_hashed_files = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name with the digest of its content; as it stands where there is no such file."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name


class StaticFiles(StaticFilesConfig):
    """Leaves the libraries' other builds, sources and maps where they are."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("*.map", "*.scss", "*.ttf", "*.rtl.*", "*.esm.*", "*.html"),
        *("tabler-[!i]*", "tabler-icons-*", "fonts/tabler-icons-*"),
        *("echarts.js", "echarts.common*", "echarts.simple*"),
    ]
