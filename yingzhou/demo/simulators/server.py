"""The process over HTTP: one thread a request, kept-alive connections, loopback only.

    GET    /ready                    {"simulators": [...]}
    GET    /control                  faults by simulator
    PUT    /control/<name>           sets its faults (one or a list; [] heals it)
    GET    /control/<name>/asked     how often each Idempotency-Key was asked
    PUT    /control/people           {"number": "...", "facts": {"pension": 240000}}: believed now
    *      /<name>/...               the simulator

Nothing is logged: requests carry identity numbers. All but ``/ready`` want the token.
"""

from __future__ import annotations

import hmac
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from yingzhou.demo.simulators import faults, seed
from yingzhou.demo.simulators.contract import Asked, Simulator, Told
from yingzhou.demo.simulators.registry import simulators

HERE = "127.0.0.1"
LONGEST = 1024 * 1024
HANGS = 120.0


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, token: str) -> None:
        super().__init__((HERE, port), Handler)
        self.token = token
        self.state = faults.State()

    def handle_error(self, *_: Any) -> None:
        """Whoever asked went away: the address and the words of it are not for a log."""


class Cut(Exception):
    """The line is cut without an answer."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def _do(self) -> None:
        try:
            raw = self._body()
            told = self._told(urlsplit(self.path).path, raw)
        except Cut:
            self.close_connection = True
            return
        except (ValueError, KeyError, TypeError) as fault:
            told = Told({"error": str(fault)}, 400)
        self._send(told)

    do_GET = do_POST = do_PUT = _do

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST:
            raise Cut
        return self.rfile.read(length)

    def _told(self, path: str, raw: bytes) -> Told | bytes:
        if path == "/ready":
            return Told({"simulators": sorted(simulators())})
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.server.token}".encode()):
            return Told({"error": "token"}, 401)
        first, _, rest = path.removeprefix("/").partition("/")
        body = json.loads(raw) if raw else {}
        if first == "control":
            return self._control(rest, body)
        simulator = simulators().get(first)
        if simulator is None:
            return Told({"error": "no such simulator"}, 404)
        return self._simulated(simulator, f"/{rest}", body)

    def _control(self, rest: str, body: Any) -> Told:
        state = self.server.state
        name, _, what = rest.partition("/")
        if not name:
            return Told(state.shown())
        if name == "people" and self.command == "PUT":
            seed.believe(str(body["number"]), body["facts"])
            return Told({"believed": sorted(body["facts"])})
        if name not in simulators():
            return Told({"error": "no such simulator"}, 404)
        if what == "asked":
            return Told(state.asked(name))
        if self.command == "PUT":
            state.put(name, faults.read(name, body))
        return Told({"faults": state.shown().get(name, [])})

    def _simulated(self, simulator: Simulator, path: str, body: Any) -> Told | bytes:
        found = simulator.find(self.command, path)
        if found is None or not isinstance(body, dict):
            return Told({"error": "no such address"}, 404)
        answer, named = found
        asked = Asked(simulator.name, self.headers.get("Idempotency-Key", ""), body, named)
        hit = {one.kind: one for one in self.server.state.of(simulator.name, asked.key)}
        if "closed" in hit:
            raise Cut
        if "hang" in hit:
            time.sleep(hit["hang"].seconds or HANGS)
            raise Cut
        if "slow" in hit:
            time.sleep(hit["slow"].seconds)
        if "busy" in hit:
            return Told({"error": "busy"}, 503)
        told = answer(asked)
        last = self.server.state.before(simulator.name, told)
        if "duplicate" in hit:
            told = last
        for kind in hit.keys() & simulator.spoils.keys():
            told = simulator.spoils[kind](asked, told)
        return b'{"receipt": "' if "malformed" in hit else told

    def _send(self, told: Told | bytes) -> None:
        status = 200 if isinstance(told, bytes) else told.status
        content = told if isinstance(told, bytes) else json.dumps(dict(told.content)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)
