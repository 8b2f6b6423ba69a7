"""What a function on AWS costs before it does anything: `python -m benchmarks.functions`, part of `make bench`.

A cold start is a fresh process that imports the handler and opens its stage, as Lambda's init phase does; a server of
this process answers at once for Secrets Manager and DynamoDB. The adapter's cost is a request through the door (event
to scope, answer to response, one turn of the loop) less the same application awaited directly; it answers 11 kB of
JSON.
"""

import asyncio
import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from statistics import median
from typing import Any

from mangum import Mangum
from starlette.types import Message, Receive, Scope, Send

from postcardit_backend.aws.door import Door
from postcardit_backend.aws.gateway import scope_of
from postcardit_backend.aws.stage_secrets import NAMES

from .server import pin

STARTS = 7
REQUESTS = 3000
ROUNDS = 7
_CARDS = [
    {"postcardId": f"{number:036}", "message": "The weather is fine, the food is better." * 12} for number in range(20)
]
_BODY = json.dumps({"postcards": _CARDS}).encode()
_SECRETS = json.dumps({name: base64.b64encode(bytes(32)).decode() for name in NAMES})
_START = """
import time
import postcardit_backend.aws.functions.{name}
seconds = time.process_time()
from benchmarks.peak import peak_mib
print(seconds, peak_mib())
"""
_ENVIRONMENT = {
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "POSTCARDIT_STAGE": "dev",
    "POSTCARDIT_MAIN_TABLE": "main",
    "POSTCARDIT_BRIEF_TABLE": "brief",
    "POSTCARDIT_PHOTOS_BUCKET": "photos",
    "POSTCARDIT_SECRET_ID": "secrets",
    "POSTCARDIT_MAIL_FROM": "cards@example.com",
}
_EVENT: dict[str, Any] = {
    "resource": "/v1/{proxy+}",
    "path": "/v1/postcards",
    "httpMethod": "GET",
    "headers": {},
    "multiValueHeaders": {
        name: ["x" * size]
        for name, size in {"Authorization": 300, "Host": 50, "User-Agent": 40, "Accept": 16, "X-Request-Id": 36}.items()
    },
    "multiValueQueryStringParameters": {"limit": ["20"]},
    "requestContext": {"stage": "dev", "identity": {"sourceIp": "203.0.113.7"}},
    "body": None,
    "isBase64Encoded": False,
}


class _Keeper(BaseHTTPRequestHandler):
    """Secrets Manager and DynamoDB, with one answer to everything."""

    def do_POST(self) -> None:  # the library's name
        """Answer."""
        self.rfile.read(int(self.headers["content-length"]))
        body = json.dumps({"SecretString": _SECRETS, "Responses": {}}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Nothing."""


@contextmanager
def _keeper() -> Generator[str]:
    with HTTPServer(("127.0.0.1", 0), _Keeper) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def cold_start(name: str, *, opens: bool) -> tuple[float, float]:
    """CPU seconds and megabytes of a fresh process, the least of several, after a first one that fills the caches of
    files. Without the name that Lambda gives a function its stage is not opened."""
    with _keeper() as url:
        environment = {**os.environ, **_ENVIRONMENT, "AWS_ENDPOINT_URL": url}
        if opens:
            environment["AWS_LAMBDA_FUNCTION_NAME"] = "benchmark"
        command = [sys.executable, "-c", _START.format(name=name)]
        printed = [
            subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout.split()
            for _ in range(STARTS + 1)
        ]
    return min((float(seconds), float(megabytes)) for seconds, megabytes in printed[1:])


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": _BODY})


def _microseconds(ask: Callable[[], object]) -> float:
    begun = time.process_time()
    for _ in range(REQUESTS):
        ask()
    return (time.process_time() - begun) / REQUESTS * 1e6


def adapters() -> dict[str, float]:
    """Microseconds of CPU for a request: straight, through the door, through Mangum."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    scope = scope_of(_EVENT, ())

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None: ...

    async def straight_ahead() -> None:
        for _ in range(REQUESTS):
            await _app(scope, receive, send)

    context: Any = None
    door, mangum = Door(_app), Mangum(_app, lifespan="off")
    rounds: dict[str, list[float]] = {"the application alone": [], "our door": [], "Mangum": []}
    for _ in range(ROUNDS):
        begun = time.process_time()
        loop.run_until_complete(straight_ahead())
        rounds["the application alone"].append((time.process_time() - begun) / REQUESTS * 1e6)
        rounds["our door"].append(_microseconds(lambda: door(_EVENT, None)))
        rounds["Mangum"].append(_microseconds(lambda: mangum(_EVENT, context)))
    door.close()
    loop.close()
    return {title: median(found) for title, found in rounds.items()}


def table() -> list[str]:
    """Lines of Markdown: cold starts, and the way through the door."""
    lines = [
        "## A function on AWS",
        "",
        f"CPU seconds of a fresh process, the least of {STARTS}, while another one answers for AWS;"
        f" then a request of 11 kB, the median of {ROUNDS} rounds of {REQUESTS:,}.",
        "",
        "| cold start | import, CPU s | and stage opened | MiB |",
        "|---|---|---|---|",
    ]
    for name in ("api", "socket", "changes", "photos", "sweep"):
        imported, _ = cold_start(name, opens=False)
        opened, size = cold_start(name, opens=True)
        lines.append(f"| {name} | {imported:.2f} | {opened:.2f} | {size:.0f} |")
    lines += ["", "| a request of 11 kB | CPU µs |", "|---|---|"]
    return [*lines, *(f"| {title} | {cost:.0f} |" for title, cost in adapters().items()), ""]


if __name__ == "__main__":
    pin(0)
    sys.stdout.write("\n".join(table()))
