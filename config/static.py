"""Static files are hashed; a third-party style sheet that names a missing file does not stop us."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ForgivingManifestStorage(CompressedManifestStaticFilesStorage):
    manifest_strict = False
    keep_only_hashed_files = False
