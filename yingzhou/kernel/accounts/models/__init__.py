"""Accounts, the roles they hold, who may act for whom, and other offices' systems."""

from .accounts import AccessCode, Assignment, Mandate, User
from .api import ApiCall, ApiClient

__all__ = ["AccessCode", "ApiCall", "ApiClient", "Assignment", "Mandate", "User"]
