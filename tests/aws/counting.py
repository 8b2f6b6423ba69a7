"""Counts what each operation asks of DynamoDB, as it is charged: requests, and units by what they carry."""

import json
import math
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.session import Session

from postcardit_backend.aws.schema import INDEXES
from postcardit_sdk.contract.operations import BASE_PATH, OPERATIONS
from postcardit_sdk.embedded import EmbeddedTransport
from postcardit_sdk.flow import Request, Response

__all__ = ["Calls", "CountingTransport", "Meter", "as_json"]

_READ_BYTES, _WRITE_BYTES = 4096, 1024
_WRITING = ("PutItem", "TransactWriteItems")


@dataclass
class Calls:
    """What one operation has asked."""

    read_requests: int = 0
    write_requests: int = 0
    read_units: int = 0
    write_units: int = 0
    names: list[str] = field(default_factory=list[str])

    @property
    def numbers(self) -> list[int]:
        return [self.read_requests, self.write_requests, self.read_units, self.write_units]


class Meter:
    """Hears of every call that clients of a session make."""

    def __init__(self, session: Session) -> None:
        self._current: Calls | None = None
        self._asked: list[dict[str, Any]] = []
        session.register("provide-client-params.dynamodb", self._before)
        session.register("after-call.dynamodb", self._after)

    @contextmanager
    def counting(self) -> Generator[Calls, None, None]:
        self._current = calls = Calls()
        try:
            yield calls
        finally:
            self._current = None

    def _before(self, **event: Any) -> None:
        self._asked.append(event["params"])

    def _after(self, **event: Any) -> None:
        model, parsed = event["model"], event["parsed"]
        asked = self._asked.pop()
        if self._current is None:
            return
        self._current.names.append(model.name)
        if model.name in _WRITING:
            self._current.write_requests += 1
            self._current.write_units += _written(model.name, asked)
        else:
            self._current.read_requests += 1
            self._current.read_units += _read(model.name, asked, parsed)


class CountingTransport:
    """Asks a backend in this process, and remembers what each operation took the last time."""

    url = EmbeddedTransport.url

    def __init__(self, behind: EmbeddedTransport, meter: Meter) -> None:
        self._behind = behind
        self._meter = meter
        self.seen: dict[str, Calls] = {}

    def send(self, request: Request) -> Response:
        with self._meter.counting() as calls:
            response = self._behind.send(request)
        if response.status < 400:
            self.seen[_operation(request)] = calls
        return response

    def close(self) -> None:
        self._behind.close()


_ROUTES = [
    (op.method, re.compile(BASE_PATH + re.sub(r"\{\w+\}", "[^/]+", op.path)), op.path.count("{"), op.name)
    for op in OPERATIONS
]


def _operation(request: Request) -> str:
    path = request.url.partition("?")[0]
    fitting = [
        (variables, name)
        for method, pattern, variables, name in _ROUTES
        if method == request.method and pattern.fullmatch(path)
    ]
    return min(fitting)[1]


def _read(name: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> int:
    if name == "BatchGetItem":
        items = [item for found in answer["Responses"].values() for item in found]
        missing = sum(len(table["Keys"]) for table in asked["RequestItems"].values()) - len(items)
        return missing + sum(math.ceil(_size(item) / _READ_BYTES) for item in items)
    if name == "TransactGetItems":
        return sum(2 * max(1, math.ceil(_size(one.get("Item", {})) / _READ_BYTES)) for one in answer["Responses"])
    assert name == "Query", name
    return max(1, math.ceil(sum(map(_size, answer["Items"])) / _READ_BYTES))


def _written(name: str, asked: Mapping[str, Any]) -> int:
    if name == "PutItem":
        return _put_units(asked["Item"])
    units = 0
    for action in asked["TransactItems"]:
        [(kind, what)] = action.items()
        units += 2 * _put_units(what["Item"]) if kind == "Put" else 2
    return units


def _put_units(item: Mapping[str, Any]) -> int:
    return math.ceil(_size(item) / _WRITE_BYTES) + sum(index in item for index in INDEXES)


def _size(item: Mapping[str, Any]) -> int:
    """About what DynamoDB takes it for: names and values, without its own notation of types."""
    return sum(len(name) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    [(kind, inner)] = value.items()
    match kind:
        case "M":
            return 3 + _size(inner)
        case "L":
            return 3 + sum(1 + _value_size(one) for one in inner)
        case "N":
            return len(inner) // 2 + 2
        case "BOOL" | "NULL":
            return 1
        case _:
            return len(inner if isinstance(inner, bytes) else str(inner).encode())


def as_json(seen: Mapping[str, Calls]) -> str:
    """The table as it is kept: a line for each operation."""
    lines = [f'  "{name}": {json.dumps(seen[name].numbers)}' for name in sorted(seen)]
    return "{\n" + ",\n".join(lines) + "\n}\n"
