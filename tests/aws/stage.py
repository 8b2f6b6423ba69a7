"""A stage on the emulator: tables, a bucket and secrets of its own, behind the door that Lambda would open."""

import base64
import contextlib
import dataclasses
import json
import re
import secrets
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Self, cast
from urllib.parse import parse_qs, urlsplit

import httpx

from postcardit_backend.aws.app import StageBackend
from postcardit_backend.aws.door import Door
from postcardit_backend.aws.photo_events import develop_arrivals
from postcardit_backend.aws.stage import Stage
from postcardit_backend.aws.stage_secrets import NAMES
from postcardit_backend.aws.wiring import open_stage
from postcardit_backend.ports import Mail, Ports
from postcardit_backend.records import MailRecord
from postcardit_sdk import Client
from postcardit_sdk.flow import Request, Response
from postcardit_sdk.tokens import MemoryTokens
from tests.aws.emulator import Emulator

__all__ = ["PASSWORD", "Staged", "staged"]

PASSWORD = "correct horse"


class Mailbox(Mail):
    """Mail that is read instead of being sent."""

    def __init__(self) -> None:
        self.sent: list[MailRecord] = []

    def send(self, mail: MailRecord) -> None:
        self.sent.append(mail)

    def pretend(self, mail: MailRecord) -> None: ...


class Context:
    """Lambda's, of an event that has just come."""

    def get_remaining_time_in_millis(self) -> int:
        return 28_000


@dataclass(frozen=True)
class Gateway:
    """Carries requests as API Gateway would, each as an event to the function; and others to S3, which then tells the
    function that develops photos."""

    door: Door
    ports: Ports

    def send(self, request: Request) -> Response:
        if "://" in request.url:
            return self._send_to_s3(request)
        url = urlsplit(request.url)
        query = parse_qs(url.query, keep_blank_values=True)
        event: dict[str, Any] = {
            "path": url.path,
            "httpMethod": request.method,
            "multiValueHeaders": {"Host": ["api.test"], **{name: [value] for name, value in request.headers.items()}},
            "multiValueQueryStringParameters": query or None,
            "requestContext": {"stage": "test", "identity": {"sourceIp": "203.0.113.7"}},
            "body": base64.b64encode(request.body).decode() or None,
            "isBase64Encoded": bool(request.body),
        }
        answer = json.loads(json.dumps(self.door(json.loads(json.dumps(event)), Context())))
        body = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"].encode()
        return Response(answer["statusCode"], answer["headers"], body)

    def close(self) -> None:
        """Nothing is held."""

    def _send_to_s3(self, request: Request) -> Response:
        answer = httpx.request(request.method, request.url, headers=dict(request.headers), content=request.body)
        if request.method == "PUT" and answer.is_success:
            key = "/".join(urlsplit(request.url).path.split("/")[-2:])
            develop_arrivals({"Records": [{"s3": {"object": {"key": key}}}]}, self.ports)
        return Response(answer.status_code, answer.headers, answer.content)


@dataclass(frozen=True)
class Staged:
    """One environment of the function, with mail that is read instead of being sent."""

    stage: Stage
    emulator: Emulator
    gateway: Gateway
    mailbox: Mailbox

    def client(self) -> Client:
        """Someone who is not signed in."""
        return Client("https://api.test", transport=self.gateway, tokens=MemoryTokens())

    def newcomer(self, username: str) -> Client:
        """Someone who has just got an account, and is signed in."""
        client, email = self.client(), f"{username}@example.com"
        client.auth.register(username, email, PASSWORD)
        code = re.search(r"\b\d{6}\b", self.mailbox.sent[-1].body)
        assert code is not None
        client.auth.confirm(email, code[0], password=PASSWORD)
        return client

    @contextlib.contextmanager
    def another(self) -> Generator[Self]:
        """Another environment of the same function."""
        opened = open_stage(self.stage, self.emulator.clients)
        ports = dataclasses.replace(opened.ports, mail=self.mailbox)
        backend = StageBackend(ports)
        door = Door(backend.app, self.stage.prefixes)
        try:
            yield dataclasses.replace(self, gateway=Gateway(door, ports))
        finally:
            backend.close()
            door.close()
            ports.decoder.close()


@contextlib.contextmanager
def staged(emulator: Emulator) -> Generator[Staged]:
    """Set a stage up, open it, and take it down."""
    keeper, secret_id = emulator.clients.of("secretsmanager"), f"test-{secrets.token_hex(6)}"
    made = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in NAMES}
    keeper.create_secret(Name=secret_id, SecretString=json.dumps(made))
    with emulator.tables() as tables, emulator.bucket() as bucket:
        names = tables.name_of("main"), tables.name_of("brief")
        stage = Stage("test", *names, bucket, secret_id, socket_url="wss://socket.test/test")
        closed = cast("Gateway", None)
        with Staged(stage, emulator, closed, Mailbox()).another() as opened:
            yield opened
    keeper.delete_secret(SecretId=secret_id, ForceDeleteWithoutRecovery=True)
    keeper.close()
