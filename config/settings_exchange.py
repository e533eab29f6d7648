"""Who is asked about a household's means (:mod:`yingzhou.kernel.exchange`).

Environment: ``YINGZHOU_EXCHANGE_URL`` (the city's gateway; each provider answers below it by its
code in ``providers.yaml``) with ``YINGZHOU_EXCHANGE_TOKEN``; ``YINGZHOU_EXCHANGE_<CODE>_URL`` and
``…_TOKEN`` where one provider answers elsewhere. Without an address requests wait. In the demo
``yingzhou serve`` starts simulators and sets these.
"""

import os

from yingzhou.core.addresses import require_safe_address

_NAME = "YINGZHOU_EXCHANGE"
_CODES = (
    "civil_affairs", "housing", "education", "health", "social_insurance", "tax", "vehicles",
    "banks",
)  # fmt: skip


def _address(code: str) -> dict[str, str]:
    gateway = os.environ.get(f"{_NAME}_URL", "").rstrip("/")
    own = f"{_NAME}_{code.upper()}"
    url = os.environ.get(f"{own}_URL", "").rstrip("/") or (f"{gateway}/{code}" if gateway else "")
    if url:
        require_safe_address(f"{own}_URL", url)
    token = os.environ.get(f"{own}_TOKEN") or os.environ.get(f"{_NAME}_TOKEN", "")
    return {"url": url, "token": token}


EXCHANGE = {code: _address(code) for code in _CODES}
