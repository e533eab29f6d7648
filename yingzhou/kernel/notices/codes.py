"""The code under a letter by which anybody can ask whether it is genuine.

Twelve characters of an alphabet of 30 without look-alikes (no 0 O 1 I L, no U for V): 5·10¹⁷ codes,
so that one which exists is not found by trying.
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidied(typed: str) -> str:
    """What somebody meant who typed a code with spaces, dashes, small or wide letters."""
    plain = unicodedata.normalize("NFKC", typed[:80]).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())[:40]


def in_groups(code: str) -> str:
    """``ABCDEFGHJKMN`` → ``ABCD-EFGH-JKMN``, as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
