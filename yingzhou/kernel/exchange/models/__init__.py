from .asking import Consent, Inquiry, Request
from .telling import Incident, Line, Response

__all__ = ["Consent", "Incident", "Inquiry", "Line", "Request", "Response"]
