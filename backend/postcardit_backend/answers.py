"""Who answers which operation. The type checker holds each service to its operation's arguments and reply."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel

from postcardit_sdk.contract.operations import Operation
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import PageQuery, Wire

from .ports import Once, Ports
from .refusal import Refused

__all__ = ["ANSWERS", "HOSTED", "Ask", "Created", "Later", "answer_to", "answers"]

R = TypeVar("R")
A = TypeVar("A", bound=Wire)
A_co = TypeVar("A_co", bound=Wire, covariant=True)
ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True)
class Ask(Generic[A_co]):
    """A request as a service sees it: who asks what, when, and from where."""

    operation: str
    arguments: A_co
    now: int
    origin: str
    user_id: str = ""
    session_id: str = ""
    path: dict[str, str] = field(default_factory=dict[str, str])
    key: Once | None = None
    if_match: str | None = None

    @property
    def once(self) -> Once:
        """What makes a creating request take effect once. Raises TypeError in an operation that creates nothing."""
        if self.key is None:
            raise TypeError(f"{self.operation} creates nothing")
        return self.key


def list_of(ask: Ask[PageQuery]) -> str:
    """What a cursor is bound to: the user, the operation and its filters."""
    filters = ask.arguments.model_dump_json(exclude={"limit", "cursor"})
    digest = hashlib.sha256(filters.encode()).hexdigest()[:16]
    return f"{ask.user_id}|{ask.operation}|{digest}"


def position_of(ask: Ask[PageQuery], ports: Ports) -> list[Any] | None:
    """Where the page begins, or None for the first. Refuses invalid_cursor."""
    cursor = ask.arguments.cursor
    return None if cursor is None else ports.cursors.open(cursor, list_of(ask))


def page_of(
    ask: Ask[PageQuery], ports: Ports, found: list[ItemT], position: Callable[[ItemT], list[Any]]
) -> tuple[list[ItemT], str | None]:
    """Cut what was found (one more than the limit tells that there is more) to a page and its next cursor."""
    items = found[: ask.arguments.limit]
    if len(found) == len(items):
        return items, None
    return items, ports.cursors.seal(position(items[-1]), list_of(ask))


@dataclass(frozen=True, slots=True)
class Created(Generic[R]):
    """A reply of a creating operation: what was made, or was made the first time."""

    reply: R
    is_replay: bool = False
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Later(Generic[R]):
    """Nothing yet: ask again when this user's feed has moved beyond `seq`, or give the reply after so many seconds."""

    reply: R
    user_id: str
    seq: int
    seconds: float


Answered: TypeAlias = R | Created[R] | Later[R]
"""What a service of an operation with this reply gives."""

Reply = BaseModel | Created[BaseModel | None] | None
"""What a service gives in the end: the reply, or nothing, or what it made."""


class Answer(Protocol):
    """A service function."""

    def __call__(self, ask: Ask[Any], ports: Ports, /) -> Any: ...


ANSWERS: dict[str, Answer] = {}
HOSTED: dict[str, Answer] = {}
"""Answers in the place of those, where an authority keeps the accounts (`Ports.authority`)."""


def answers(
    operation: Operation[R, A], *, hosted: bool = False
) -> Callable[[Callable[[Ask[A], Ports], Answered[R]]], Callable[[Ask[A], Ports], Answered[R]]]:
    """Mark a function as the one that answers an operation, or that does where accounts are hosted. Raises TypeError
    when there is one already."""
    known = HOSTED if hosted else ANSWERS

    def register(service: Callable[[Ask[A], Ports], Answered[R]]) -> Callable[[Ask[A], Ports], Answered[R]]:
        if operation.name in known:
            raise TypeError(f"{operation.name} has two answers")
        known[operation.name] = service
        return service

    return register


def answer_to(operation: Operation[Any, Any], ports: Ports) -> Answer:
    """Who answers an operation here."""
    hosted = HOSTED.get(operation.name) if ports.authority is not None else None
    return hosted or ANSWERS[operation.name]


def found(record: ItemT | None) -> ItemT:
    """The record. Refuses not_found when there is none."""
    if record is None:
        raise Refused(Code.NOT_FOUND)
    return record
