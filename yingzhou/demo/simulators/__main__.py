"""``python -m yingzhou.demo.simulators PORT``: serves until whoever started it is gone.

Environment: YINGZHOU_SIMULATORS_TOKEN (what a client shows), YINGZHOU_SIMULATORS_SEED (a file, see
:mod:`.seed`; without it all is invented). No Django and no database: it starts in a moment.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from yingzhou.demo.simulators.server import Server


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main(port: int) -> None:
    server = Server(port, os.environ["YINGZHOU_SIMULATORS_TOKEN"])
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
