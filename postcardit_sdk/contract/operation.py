"""One verb of the API as a value: its route, its arguments and reply, its problems, and what repeating it does."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, Literal, TypeVar

from pydantic import TypeAdapter

from .problems import Code
from .wire import PageQuery, Wire

__all__ = ["Effect", "Method", "Operation"]

R = TypeVar("R")
A = TypeVar("A", bound=Wire)

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class Effect(Enum):
    """What a repeated request does, and so whether a lost answer may be asked for again."""

    READS = "changes nothing: repeat it freely"
    SETS = "leaves the same state however often it is sent"
    CREATES = "makes something new: repeat it only with its Idempotency-Key"
    ONCE = "does something that must not happen twice and takes no key: never repeat it unasked"


_ALWAYS = (Code.RATE_LIMITED, Code.INTERNAL, Code.UNAVAILABLE)
_SIGNED_IN = (Code.UNAUTHENTICATED, Code.SESSION_ENDED)
_WITH_BODY = (
    Code.INVALID_JSON,
    Code.PAYLOAD_TOO_LARGE,
    Code.UNSUPPORTED_MEDIA_TYPE,
    Code.VALIDATION_FAILED,
    Code.UNKNOWN_FIELD,
)
_WITH_QUERY = (Code.VALIDATION_FAILED, Code.UNKNOWN_FIELD)
_WITH_KEY = (
    Code.INVALID_IDEMPOTENCY_KEY,
    Code.IDEMPOTENCY_KEY_REUSED,
    Code.IDEMPOTENCY_IN_PROGRESS,
)


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Generic[R, A]):
    """One verb of the API. A GET carries its arguments in the query, every other method in a JSON body.

    `problems` are the codes that this verb's own rules may answer; `all_problems` adds those of the road to it.
    With `streams` the answer is a stream of server-sent events, each of whose data is a `reply`.
    `aliases` are older names for the same verb: they are answered, but not part of the document.
    """

    name: str
    method: Method
    path: str
    reply: type[R]
    arguments: type[A]
    effect: Effect
    problems: tuple[Code, ...] = ()
    status: int = 200
    public: bool = False
    conditional: bool = False
    streams: bool = False
    aliases: tuple[tuple[Method, str], ...] = ()
    tag: str = ""
    summary: str = ""

    @property
    def path_names(self) -> tuple[str, ...]:
        """The parameters in the path, as they stand there: `postcardId`."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def has_arguments(self) -> bool:
        """Whether the verb takes a query or a body at all."""
        return bool(self.arguments.model_fields)

    @property
    def in_query(self) -> bool:
        """Whether the arguments travel in the query string."""
        return self.method == "GET"

    @property
    def creates(self) -> bool:
        """Whether requests take an Idempotency-Key. Every client of ours sends one; the shipped app does not."""
        return self.effect is Effect.CREATES

    @property
    def all_problems(self) -> tuple[Code, ...]:
        """Every code that a client may meet, in the order of the table of codes."""
        codes = {*self.problems, *_ALWAYS}
        if not self.public:
            codes.update(_SIGNED_IN)
        if self.has_arguments:
            codes.update(_WITH_QUERY if self.in_query else _WITH_BODY)
        if issubclass(self.arguments, PageQuery):
            codes.add(Code.INVALID_CURSOR)
        if self.creates:
            codes.update(_WITH_KEY)
        return tuple(code for code in Code if code in codes)

    def decode(self, body: bytes) -> R:
        """Read an answer of this verb. Raises pydantic.ValidationError when it is not one."""
        return _adapter(self.reply).validate_json(body or b"null")


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(reply: type[R]) -> TypeAdapter[R]:
    adapter = _adapters.get(reply)
    if adapter is None:
        adapter = _adapters[reply] = TypeAdapter(reply)
    return adapter
