"""What may come from spreadsheets here. Importing this registers it."""

from . import beds, certificates, facilities

__all__ = ["beds", "certificates", "facilities"]
