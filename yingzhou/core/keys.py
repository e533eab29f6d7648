"""Keys of this installation: files of 32 random bytes, readable by their owner only.

Needs no settings, because the settings need it. A deployment with a key service mounts the files.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def load_or_create_key(folder: Path, name: str) -> bytes:
    """Return the key ``name`` (32 bytes), creating it once; two processes may race, one wins."""
    path = folder / f"{name}.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
