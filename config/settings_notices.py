"""Letters and messages.

Environment: ``YINGZHOU_ADDRESS`` (where residents find the site; the QR code of a letter leads
there), ``YINGZHOU_SMS_URL`` and ``YINGZHOU_APP_URL`` (gateways of short messages and of the city's
app, see :mod:`yingzhou.kernel.notices.providers.http`) with ``…_TOKEN``. Without a gateway messages
wait; the demo puts them into a table that can be looked at.
"""

import os

SITE_ADDRESS = os.environ.get("YINGZHOU_ADDRESS") or "http://127.0.0.1:8000"
LETTERS_SIGNED_BY = "上海市崇明区民政局"
# Reviews what the district's bureau and its towns decide: 行政复议法 (2023) 第24条, from memory.
LETTERS_REVIEWED_BY = "上海市崇明区人民政府"

_PROVIDERS = "yingzhou.kernel.notices.providers"
_WITHOUT = (
    f"{_PROVIDERS}.development.DevelopmentProvider"
    if os.environ.get("YINGZHOU_DEMO") == "1"
    else ""
)
NOTICES_HTTP = {
    channel: {
        "url": os.environ.get(f"YINGZHOU_{channel.upper()}_URL", ""),
        "token": os.environ.get(f"YINGZHOU_{channel.upper()}_TOKEN", ""),
        "timeout": 10,
    }
    for channel in ("sms", "app")
}
NOTICES_PROVIDERS = {
    channel: f"{_PROVIDERS}.http.HttpProvider" if gateway["url"] else _WITHOUT
    for channel, gateway in NOTICES_HTTP.items()
}
