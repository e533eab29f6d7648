"""What writes letters and messages. Issuing and sending belong to the caller's transaction."""

from .delivery import deliver_due, retry
from .letters import (
    issue_letter,
    mark_delivered,
    mark_read,
    render,
    render_waiting,
    revoke_letter,
    sweep,
)
from .messages import send, send_to_number, set_contact
from .rehearsal import set_failing

__all__ = [
    "deliver_due",
    "issue_letter",
    "mark_delivered",
    "mark_read",
    "render",
    "render_waiting",
    "retry",
    "revoke_letter",
    "send",
    "send_to_number",
    "set_contact",
    "set_failing",
    "sweep",
]
