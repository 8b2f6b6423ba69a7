"""DynamoDB on a bad day: requests that fail before they happen, answers that are lost, batches that are half read."""

import json
import random
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError

__all__ = ["bad_day", "first_answers_lost", "region_down"]


@contextmanager
def bad_day(client: Any, draws: random.Random, *, rate: float) -> Generator[list[str]]:
    """While this lasts, each request of this client fails with this likelihood. Gives what went wrong so far."""
    session: Any = client._endpoint.http_session
    send, wrongs = session.send, list[str]()

    def unreliable(request: Any) -> Any:
        if draws.random() >= rate:
            return send(request)
        wrong = draws.choice(["throttled", "broken", "lost", "lost answer", "half a batch"])
        wrongs.append(wrong)
        match wrong:
            case "throttled":
                return _said(request, 400, "ThrottlingException")
            case "broken":
                return _said(request, 500, "InternalServerError")
            case "lost":
                raise ReadTimeoutError(endpoint_url=request.url)
            case "lost answer":
                send(request).content  # noqa: B018  # it happens, and nobody hears of it
                raise ReadTimeoutError(endpoint_url=request.url)
            case _:
                return _half(send(request), request)

    with patch.object(session, "send", unreliable):
        yield wrongs


@contextmanager
def first_answers_lost(client: Any, *, is_slow: bool = False) -> Generator[list[str]]:
    """While this lasts, each write happens, and nobody hears of it until it is sent again; if it is slow, every third
    (botocore has a budget of tries) is said to be still under way then, and is heard of when it is sent once more.
    Gives what was lost so far."""
    session: Any = client._endpoint.http_session
    send, times, lost, slow = session.send, Counter[bytes](), list[str](), set[bytes]()

    def deaf(request: Any) -> Any:
        what = request.headers["X-Amz-Target"].decode().partition(".")[2]
        if what not in ("PutItem", "TransactWriteItems"):
            return send(request)
        times[request.body] += 1
        if times[request.body] == 1:
            lost.append(what)
            if is_slow and what == "TransactWriteItems" and len(lost) % 3 == 0:
                slow.add(request.body)
            send(request).content  # noqa: B018  # it happens
            raise ReadTimeoutError(endpoint_url=request.url)
        if times[request.body] == 2 and request.body in slow:
            return _said(request, 400, "TransactionInProgressException")
        return send(request)

    with patch.object(session, "send", deaf):
        yield lost


@contextmanager
def region_down(client: Any, answered: int) -> Generator[list[str]]:
    """While this lasts, so many requests of this client are answered, and none after them. Gives what was not."""
    session: Any = client._endpoint.http_session
    send, left, unanswered = session.send, iter(range(answered)), list[str]()

    def down(request: Any) -> Any:
        if next(left, None) is not None:
            return send(request)
        unanswered.append(request.headers["X-Amz-Target"].decode().partition(".")[2])
        return _said(request, 500, "InternalServerError")

    with patch.object(session, "send", down):
        yield unanswered


def _said(request: Any, status: int, code: str) -> Any:
    body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "not now"}).encode()
    make: Any = AWSResponse
    response = make(request.url, status, {"content-type": "application/x-amz-json-1.0"}, None)
    response._content = body
    return response


def _half(response: Any, request: Any) -> Any:
    """The answer of a BatchGetItem with half of its items put off; any other as it is."""
    answer = json.loads(response.content)
    if "Responses" not in answer:
        return response
    asked = json.loads(request.body)["RequestItems"]
    put_off: dict[str, Any] = {}
    for table, items in answer["Responses"].items():
        later = [{name: item[name] for name in ("pk", "sk")} for item in items[::2]]
        answer["Responses"][table] = items[1::2]
        if later:
            put_off[table] = {**asked[table], "Keys": later}
    answer["UnprocessedKeys"] = put_off
    response._content = json.dumps(answer).encode()
    response.headers.pop("x-amz-crc32", None)
    return response
