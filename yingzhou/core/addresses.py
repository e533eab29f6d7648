"""Addresses of services outside the house: encrypted, or on this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

OWN = ("127.0.0.1", "localhost", "::1")


def require_safe_address(name: str, address: str) -> None:
    """ValueError (Chinese) where ``address`` would carry secrets over a network in clear."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OWN):
        return
    raise ValueError(f"{name} 须以 https:// 开头 (只有本机地址可以用 http://)。")
