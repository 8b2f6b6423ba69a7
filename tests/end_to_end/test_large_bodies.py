"""A body that is too large is refused before it is read, and the server goes on."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from postcardit_backend.entry import Server
from postcardit_sdk import Client
from tests.end_to_end.town import access_token, sign_up

LARGE = 20 * 1024 * 1024


@pytest.mark.parametrize("path", ["/v1/auth/login", "/v1/users/me"])
def test_twenty_megabytes_are_refused_and_the_server_goes_on(path: str, tmp_path: Path) -> None:
    with Server(tmp_path) as server, Client(server.url) as client, httpx.Client(base_url=server.url) as http:
        token = access_token(sign_up(client, tmp_path, "alice"))
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        method = "POST" if "login" in path else "PATCH"

        told = http.request(method, path, content=b" " * LARGE, headers=headers)
        untold = http.request(method, path, content=(b" " * 65_536 for _ in range(LARGE // 65_536)), headers=headers)
        after = http.get("/v1/health/live")

    refusals = [(answer.status_code, answer.json()["code"]) for answer in (told, untold)]
    assert refusals == [(413, "payload_too_large")] * 2
    assert after.status_code == 200


def test_a_body_that_never_comes_holds_up_nobody(tmp_path: Path) -> None:
    with Server(tmp_path) as server, httpx.Client(base_url=server.url) as http:
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port or 80), timeout=10) as waiting:
            waiting.sendall(b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
            during = http.get("/v1/health/live")

        assert during.status_code == 200


@pytest.mark.parametrize(
    "line", [b"GET /v1/users/%00", b"GET /v1/users/me?x=%ff", b"GET //evil/v1", b"GET /v1/stamps/%ff.png", b"OPTIONS *"]
)
@pytest.mark.parametrize("host", [b"[", b"a b", b"x"])
def test_no_request_by_hand_makes_the_server_fail(line: bytes, host: bytes, tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port or 80), timeout=10) as wire:
            wire.sendall(line + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: wire.recv(65_536), b""))

    status = int(answer.split(b" ", 2)[1])
    assert 400 <= status < 500
