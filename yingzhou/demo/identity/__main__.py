"""``python -m yingzhou.demo.identity PORT``: serves until whoever started it is gone.

Environment: YINGZHOU_OIDC_URL (its own address), YINGZHOU_OIDC_CLIENT and YINGZHOU_OIDC_SECRET.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

HERE = "127.0.0.1"


class Server(ThreadingMixIn, WSGIServer):
    """A browser opens connections that it may never use; each has its thread."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Addresses hold codes; none is written down."""

    def log_message(self, *_: object) -> None:
        pass


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main(port: int) -> None:
    parent = os.getppid()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from yingzhou.demo.identity.pages import Service, require_demo
    from yingzhou.demo.identity.protocol import Provider

    require_demo()
    provider = Provider(
        issuer=os.environ["YINGZHOU_OIDC_URL"],
        client=os.environ["YINGZHOU_OIDC_CLIENT"],
        secret=os.environ["YINGZHOU_OIDC_SECRET"],
    )
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    make_server(HERE, port, Service(provider), Server, Quiet).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
