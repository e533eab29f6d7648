"""Static files are hashed; third-party style sheets that name a missing source map do not stop us."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ForgivingManifestStorage(CompressedManifestStaticFilesStorage):
    manifest_strict = False
    keep_only_hashed_files = False
