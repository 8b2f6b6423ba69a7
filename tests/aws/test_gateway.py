"""Events of API Gateway, in each form that its documentation shows, and what they ask for."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest
from mangum.handlers.api_gateway import APIGateway, HTTPGateway
from mangum.types import LambdaConfig
from starlette.types import Receive, Scope, Send

from postcardit_backend.aws.deadline import within_time
from postcardit_backend.aws.door import Door
from postcardit_backend.aws.gateway import Answer, body_of, response_of, scope_of

EVENTS = sorted((Path(__file__).parent / "events").glob("*.json"))
PREFIXES = ("/cards",)


def event_of(name: str) -> dict[str, Any]:
    """One event."""
    event: dict[str, Any] = json.loads((Path(__file__).parent / "events" / f"{name}.json").read_text("utf-8"))["event"]
    return event


def on_one_line(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Headers of the same name as one: so Mangum does, and so two tokens look like half of one."""
    joined: dict[bytes, bytes] = {}
    for name, value in headers:
        joined[name] = joined[name] + b", " + value if name in joined else value
    return joined


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_an_event_asks_for_what_stands_beside_it(path: Path) -> None:
    told = json.loads(path.read_text("utf-8"))

    scope = scope_of(told["event"], PREFIXES)

    assert {
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode(),
        "client": scope["client"][0],
        "body": body_of(told["event"]).decode(),
    } == told["request"]


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_mangum_reads_the_same_headers_and_bodies(path: Path) -> None:
    event = json.loads(path.read_text("utf-8"))["event"]
    config: LambdaConfig = {"api_gateway_base_path": "/", "text_mime_types": [], "exclude_headers": []}
    reader = HTTPGateway if event.get("version") == "2.0" else APIGateway

    context: Any = None
    theirs = reader(event, context, config)

    ours = scope_of(event, PREFIXES)
    assert dict(theirs.scope["headers"]) == on_one_line(ours["headers"])
    assert (theirs.scope["method"], theirs.scope["scheme"]) == (ours["method"], ours["scheme"])
    assert theirs.body == body_of(event)


def test_a_body_that_is_said_to_be_base64_and_is_none_is_taken_as_it_stands() -> None:
    event = {**event_of("rest_post_base64"), "body": "no base64: =&", "isBase64Encoded": True}

    assert body_of(event) == b"no base64: =&"


def test_what_is_no_event_of_an_api_is_told_so() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("nobody asks")

    door = Door(app, PREFIXES)
    try:
        answer = door({"key1": "value1"}, None)
    finally:
        door.close()

    assert (answer["statusCode"], answer["body"]) == (400, "This is no event of API Gateway.")


@pytest.mark.parametrize("name", ["rest_get", "http_get"])
def test_text_goes_back_as_text(name: str) -> None:
    answer = Answer(200, [(b"content-type", b"application/problem+json")], bytearray('{"a":"ä"}'.encode()))

    response = response_of(event_of(name), answer)

    assert (response["body"], response["isBase64Encoded"], response["headers"]) == (
        '{"a":"ä"}', False, {"content-type": "application/problem+json"}
    )  # fmt: skip


@pytest.mark.parametrize("name", ["rest_get", "http_get"])
@pytest.mark.parametrize("header", [(b"content-type", b"image/png"), (b"content-encoding", b"gzip")])
def test_bytes_go_back_as_base64(name: str, header: tuple[bytes, bytes]) -> None:
    response = response_of(event_of(name), Answer(200, [header], bytearray(b"\x89PNG\xff")))

    assert response["isBase64Encoded"] is True
    assert base64.b64decode(response["body"]) == b"\x89PNG\xff"


def test_headers_that_come_twice_go_back_twice() -> None:
    answer = Answer(200, [(b"vary", b"a"), (b"vary", b"b"), (b"etag", b'"1"')])

    rest, http = response_of(event_of("rest_get"), answer), response_of(event_of("http_get"), answer)

    assert (rest["headers"], rest["multiValueHeaders"]) == ({"etag": '"1"'}, {"vary": ["a", "b"]})
    assert http["headers"] == {"vary": "a, b", "etag": '"1"'}


def test_head_has_no_body() -> None:
    assert response_of(event_of("rest_head"), Answer(200, (), bytearray(b"{}")))["body"] == ""


class Context:
    """Lambda's, with so many milliseconds left."""

    def __init__(self, left: int = 28_000) -> None:
        self._left = left

    def get_remaining_time_in_millis(self) -> int:
        return self._left


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    message = await receive()
    await send({"type": "http.response.start", "status": 201, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": scope["path"].encode() + b" ", "more_body": True})
    await send({"type": "http.response.body", "body": message["body"]})


def test_a_door_answers_one_event_after_the_other_in_the_same_loop() -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        loops.append(asyncio.get_running_loop())
        await echo(scope, receive, send)

    door = Door(app, PREFIXES)
    answers = [door(event_of(name), Context()) for name in ("rest_post_base64", "http_post")]
    door.close()

    assert [(answer["statusCode"], answer["body"][:19]) for answer in answers] == [(201, "/v1/auth/register {")] * 2
    assert loops[0] is loops[1]


async def forever(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await receive()  # nobody leaves


def test_what_takes_longer_than_the_function_may_is_answered_before_it_ends() -> None:
    door = Door(within_time(forever))
    response = door(event_of("rest_get"), Context(left=510))
    door.close()

    problem = json.loads(response["body"])
    assert (response["statusCode"], problem["code"], problem["instance"]) == (503, "unavailable", "/v1/users/me")
    assert (response["headers"]["retry-after"], response["headers"]["x-request-id"]) == ("1", problem["requestId"])


def test_an_answer_that_has_begun_is_not_answered_twice() -> None:
    async def begins(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await forever(scope, receive, send)

    door = Door(within_time(begins))
    with pytest.raises(TimeoutError):
        door(event_of("rest_get"), Context(left=510))
    door.close()
