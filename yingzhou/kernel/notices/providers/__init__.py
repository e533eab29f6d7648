"""Who carries messages out of the house. ``settings.NOTICES_PROVIDERS`` names one a channel."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Failed(Exception):
    """The provider did not take the message; the words (Chinese) name neither text nor number.

    ``is_final``: it never will, so another try is of no use.
    """

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class Provider(Protocol):
    def __init__(self, channel: str) -> None: ...

    def send(self, key: str, channel: str, address: str, text: str) -> str:
        """Takes the message and gives a receipt; the same key again: the same receipt, and the
        message goes out once. :class:`Failed` otherwise."""

    def check_config(self) -> list[str]:
        """What is missing for it to work, in Chinese; empty when all is there."""


def is_configured(channel: str) -> bool:
    return bool(settings.NOTICES_PROVIDERS.get(channel))


def provider_of(channel: str) -> Provider:
    made: Provider = import_string(settings.NOTICES_PROVIDERS[channel])(channel)
    return made


def check_config(channel: str) -> list[str]:
    """What keeps messages of ``channel`` in the house."""
    if not is_configured(channel):
        return ["还没有配置通道, 消息都留着, 配好后自动发出"]
    try:
        return provider_of(channel).check_config()
    except ImportError as fault:
        return [f"通道程序无法载入: {fault}"]
