"""Tables of the community counters."""

from .tickets import CounterWindow, Ticket, TicketSeries

__all__ = ["CounterWindow", "Ticket", "TicketSeries"]
