"""The grammar of the wire: base models, open enums, timestamps, ids, text and pages."""

import re
import secrets
import time
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

__all__ = [
    "AS_LINE",
    "AS_TEXT",
    "Body",
    "Count",
    "Email",
    "Id",
    "Known",
    "Line",
    "OpenEnum",
    "Page",
    "PageQuery",
    "Text",
    "Timestamp",
    "Url",
    "Wire",
    "format_timestamp",
    "new_id",
]


class Wire(BaseModel):
    """An answer: snake_case in Python, camelCase on the wire. Keys that this version does not know are ignored."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        extra="ignore",
        frozen=True,
    )


class Body(Wire):
    """A request: a key that the contract does not name is refused (unknown_field), never dropped in silence."""

    model_config = ConfigDict(extra="forbid")


class OpenEnum(StrEnum):
    """An enum that may grow: a value from a newer server decodes to a member of its own and encodes as it came."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        stranger = str.__new__(cls, value)
        stranger._name_ = value
        stranger._value_ = value
        return stranger

    @property
    def is_known(self) -> bool:
        """Whether this version of the contract names the value."""
        return self._value_ in type(self)._value2member_map_


EnumT = TypeVar("EnumT", bound=OpenEnum)


def _refuse_stranger(value: OpenEnum) -> OpenEnum:
    if not value.is_known:
        raise PydanticCustomError("enum", "must be one of {names}", {"names": ", ".join(type(value))})
    return value


Known = Annotated[EnumT, AfterValidator(_refuse_stranger)]
"""An enum in a request: only the values that the contract names."""


@lru_cache(maxsize=4096)
def format_timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with exactly three fractional digits and Z: `2026-11-22T15:53:00.123Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds")[:-6] + "Z"


def _to_milliseconds(moment: datetime) -> datetime:
    if moment.tzinfo is UTC and moment.microsecond % 1000 == 0:
        return moment
    try:
        return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)
    except OverflowError:
        raise ValueError("must lie in the years 1 to 9999 of UTC") from None


Timestamp = Annotated[
    AwareDatetime,
    AfterValidator(_to_milliseconds),
    PlainSerializer(format_timestamp, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant in UTC, to the millisecond (RFC 3339). A time without a zone is refused, never taken for local time."""

ID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
"""A UUID of version 7 (RFC 9562) in lower case, as a request names it; in answers ids are plain strings."""


def new_id(milliseconds: int | None = None) -> str:
    """Make a UUID of version 7 (RFC 9562 section 5.7): 48 bits of Unix time in milliseconds, then 74 random bits."""
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    noise = secrets.randbits(74)
    number = (stamp & (1 << 48) - 1) << 80 | 7 << 76 | noise >> 62 << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_BUT_NEWLINE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _as_line(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if _CONTROL.search(value):
        raise ValueError("must not contain control characters or half characters (lone surrogates)")
    return unicodedata.normalize("NFC", value)


def _as_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if _CONTROL_BUT_NEWLINE.search(value):
        raise ValueError("must not contain control characters but newline, nor half characters (lone surrogates)")
    return unicodedata.normalize("NFC", value)


AS_LINE = BeforeValidator(_as_line)
"""Stands after the constraints of a type, so that they judge what it has composed: one line in NFC."""

AS_TEXT = BeforeValidator(_as_text)
"""The same for text of several lines."""

Line = Annotated[str, AS_LINE]
"""One line of text in NFC. Lengths put on it count Unicode code points after NFC."""

Text = Annotated[str, AS_TEXT]
"""Text in NFC in which newline is the only control character."""

Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$"), AS_LINE]
"""An e-mail address: one @ and a dotted domain. Whether it exists is for the code that is mailed to it to prove."""

Url = Annotated[str, StringConstraints(max_length=2048)]

Count = Annotated[int, Field(ge=0)]


class PageQuery(Body):
    """Which page of a list. The cursor comes from the page before; it is bound to its user, route and filters."""

    limit: Annotated[int, Field(ge=1, le=100, description="How many items at the most.")] = 20
    cursor: Annotated[str | None, Field(max_length=1024, description="`nextCursor` of the page before.")] = None


ItemT = TypeVar("ItemT")


class Page(Wire):
    """What every page has: how many items it holds, and the cursor of the next one unless it is the last."""

    count: Count = Field(description="How many items this page holds.")
    next_cursor: str | None = Field(default=None, description="The next page's cursor; absent on the last page.")

    @property
    def items(self) -> Sequence[Any]:
        """The items of this page, whatever the page calls them."""
        raise TypeError(f"{type(self).__name__} does not name its items")
