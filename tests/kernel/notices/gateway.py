"""A little gateway for messages that fails now and then, run by the tests as a process of its own.

It keeps what it took by ``Idempotency-Key``. ``GET /`` tells what it took and how often it was
asked. The path of the POST says how it behaves: ``/good/``, ``/every-second/``, ``/dies/`` (takes
the message and hangs up without an answer, the first time), ``/422/`` or another status.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

taken: dict[str, dict] = {}
asked: list[str] = []
tokens: list[str] = []


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        asked.append(key)
        tokens.append(self.headers.get("Authorization", ""))
        way = self.path.strip("/")
        if way == "every-second" and len(asked) % 2:
            self.answer(503, {"error": "busy"})
        elif way == "dies" and key not in taken:
            taken[key] = body
            self.close_connection = True
        elif way.isdigit():
            self.answer(int(way), {"error": way})
        elif way == "mute":
            self.answer(200, {})
        else:
            taken.setdefault(key, body)
            self.answer(200, {"receipt": f"R{list(taken).index(key) + 1}"})

    def do_GET(self) -> None:
        self.answer(200, {"taken": taken, "asked": asked, "tokens": tokens})

    def answer(self, status: int, told: dict) -> None:
        made = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(made)))
        if status == 302:
            self.send_header("Location", "/good/")
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *_: object) -> None: ...


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
