"""The network guard: nothing in a test may reach beyond this machine."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class OutsideNetwork(RuntimeError):
    """A test tried to reach another machine."""


def close() -> None:
    """From now on only Unix sockets and loopback addresses can be connected to."""
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)
        if not hasattr(original, "guarded"):
            setattr(socket.socket, name, _guard(original))


def _guard(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OutsideNetwork(f"测试不得访问外部网络: {address[0]}")
        return original(self, address)

    connect.guarded = True  # type: ignore[attr-defined]
    return connect


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
