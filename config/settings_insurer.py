"""The insurer of 生态惠民保险 (:mod:`yingzhou.programmes.assistance.relief.insurer`).

Environment: ``YINGZHOU_INSURER_URL`` with ``YINGZHOU_INSURER_TOKEN``. Without an address claims
wait and the page says so. In the demo ``yingzhou serve`` starts a simulator and sets both.
"""

import os
from typing import Any

from yingzhou.core.addresses import require_safe_address

_URL = os.environ.get("YINGZHOU_INSURER_URL", "").rstrip("/")
if _URL:
    require_safe_address("YINGZHOU_INSURER_URL", _URL)
INSURER: dict[str, Any] = {
    "url": _URL,
    "token": os.environ.get("YINGZHOU_INSURER_TOKEN", ""),
    "timeout": 15,
}
