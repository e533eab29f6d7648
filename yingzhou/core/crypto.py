"""Encryption at rest and search digests: the national SM4 (GB/T 32907) and SM3 (GB/T 32905).

``seal`` and ``unseal`` are SM4-GCM (nonce 12 bytes + ciphertext + tag 16 bytes). ``digest`` is
HMAC-SM3, so that the database alone does not allow guessing. Keys: :mod:`yingzhou.core.keys`.
"""

from __future__ import annotations

import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.db import models

from yingzhou.core.keys import load_or_create_key


class CannotUnseal(ValueError):
    """The value was sealed with another key, or was changed."""

    def __init__(self) -> None:
        super().__init__("加密数据无法解开: 密钥不符或数据被改动。请检查 keys 目录。")


@cache
def _key(name: str) -> bytes:
    return load_or_create_key(settings.KEY_DIR, name)


@cache
def _keyed_hash(name: str) -> hmac.HMAC:
    return hmac.HMAC(_key(name), hashes.SM3())


def seal(plain: bytes) -> bytes:
    """Encrypt; the same text never gives the same bytes twice."""
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.SM4(_key("field")[:16]), modes.GCM(nonce)).encryptor()
    return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def unseal(sealed: bytes) -> bytes:
    """Decrypt what :func:`seal` made; :class:`CannotUnseal` if key or bytes are not the same."""
    sealed = bytes(sealed)
    nonce, body, tag = sealed[:12], sealed[12:-16], sealed[-16:]
    try:
        decryptor = Cipher(algorithms.SM4(_key("field")[:16]), modes.GCM(nonce, tag)).decryptor()
        return decryptor.update(body) + decryptor.finalize()
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal from error


def digest(text: str) -> bytes:
    """The keyed digest (32 bytes) by which an encrypted value is found again."""
    mac = _keyed_hash("digest").copy()
    mac.update(text.encode())
    return mac.finalize()


def chain_digest(previous: bytes, content: bytes) -> bytes:
    """The next link of a digest chain (32 bytes); its key is not the search key."""
    mac = _keyed_hash("audit").copy()
    mac.update(previous)
    mac.update(content)
    return mac.finalize()


class SealedTextField(models.BinaryField):
    """Text that is encrypted in the database and clear only in memory."""

    description = "SM4-GCM encrypted text"

    def from_db_value(self, value, *_):
        return None if value is None else unseal(value).decode()

    def to_python(self, value):
        return value

    def get_prep_value(self, value):
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        sealed = seal(value.encode()) if isinstance(value, str) else value
        return super().get_db_prep_value(sealed, connection, prepared)
