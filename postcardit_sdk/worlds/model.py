"""A world as its file declares it. Names of people stand for one person; names of crowds for all of theirs."""

from typing import Annotated, Literal, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from ..contract.auth import NewPassword
from ..contract.lab.worlds import WorldName
from ..contract.postcards import MESSAGE_MAX, Font
from ..contract.wire import AS_TEXT, Email, Known
from .flaws import flaw, refused
from .moments import Span, When, as_span, as_when

__all__ = [
    "MOST_CARDS",
    "CrowdEntry",
    "FriendshipEntry",
    "PlaceEntry",
    "PostcardEntry",
    "Share",
    "UserEntry",
    "WorldFile",
]

MOST_PEOPLE, MOST_PAIRS, MOST_CARDS = 100_000, 1_000_000, 1_000_000
USUAL_PASSWORD = "correct horse battery"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_-]{0,39}$")]
"""By which the file, and `--as`, call someone or something."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], Field(min_length=1), BeforeValidator(_listed)]


def _share(value: object) -> float:
    """Raises ValueError, which says what one looks like."""
    number: object = value
    if isinstance(value, str) and value.endswith("%"):
        try:
            number = float(value[:-1]) / 100
        except ValueError:
            number = None
    if not isinstance(number, int | float) or not 0 <= number <= 1:
        raise ValueError(f"{value!r} is no share: write one such as 60%, 0.6, true or false")
    return float(number)


def _receipt(value: object) -> Span | float:
    """A share, or a time. Raises ValueError."""
    if isinstance(value, str) and not value.endswith("%"):
        return as_span(value)
    return _share(value)


_SHARE_SCHEMA = [{"type": "boolean"}, {"type": "number", "minimum": 0, "maximum": 1}, {"type": "string"}]
_MOMENT_SCHEMA = {"type": "string", "examples": ["3 days ago", "2026-11-22T15:53:00Z"]}
_SPAN_SCHEMA = {"type": "string", "examples": ["30 days ago .. now", "yesterday"]}

Share = Annotated[float, PlainValidator(_share), WithJsonSchema({"anyOf": _SHARE_SCHEMA})]
"""How many of them: a share such as 0.5, 50%, or true for all."""
Moment = Annotated[When, PlainValidator(as_when), WithJsonSchema(_MOMENT_SCHEMA)]
Moments = Annotated[Span, PlainValidator(as_span), WithJsonSchema(_SPAN_SCHEMA)]
Receipt = Annotated[Span | float, PlainValidator(_receipt), WithJsonSchema({"anyOf": [_SPAN_SCHEMA, *_SHARE_SCHEMA]})]


class UserEntry(_Entry):
    """A person."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=30)] | None = Field(
        default=None, description="Their username.  Without it, the name by which the file calls them."
    )
    full_name: Annotated[str, StringConstraints(max_length=100)] | None = None
    bio: Annotated[str, StringConstraints(max_length=300)] | None = None
    email: Email | None = Field(default=None, description="Without it, username@WORLD.example.com.")
    password: NewPassword | None = Field(default=None, description="Without it, the world's.")
    findable_by_email: bool = False
    joined: Moment | None = Field(default=None, description="When they opened their account.")
    deleted: Moment | None = Field(default=None, description="When they erased their account.")
    existing: bool = Field(default=False, description="An account that is there already: it is used, never made.")


class CrowdEntry(_Entry):
    """Many people, called NAME-1, NAME-2 and so on; their full names come from the seed."""

    count: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    password: NewPassword | None = None
    joined: Moments | None = Field(default=None, description="When: a time, or two with .. between them.")
    bios: Share = Field(default=0.0, description="How many of them have one.")


def _as_pair(value: object) -> object:
    """[alice, bob] is short for {from: alice, to: bob}."""
    if not isinstance(value, list):
        return value
    ends = cast("list[object]", value)
    return {"from": ends[0], "to": ends[1]} if len(ends) == 2 else ends


class _Between(_Entry):
    """Who with whom: `from` and `to`, or `among` one group; with `count` so many of them, chosen by the seed."""

    name: Name | None = None
    from_: Names | None = Field(default=None, alias="from")
    to: Names | None = None
    among: Names | None = None
    count: Annotated[int, Field(ge=1, le=MOST_CARDS)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.among is None) == (self.from_ is None) or (self.from_ is None) != (self.to is None):
            raise refused([flaw((), "give either from and to, or among")])
        if self.name is not None and self.count is not None:
            raise refused([flaw(("name",), "only one thing can have a name, and count makes many")])
        return self


class FriendshipEntry(_Between):
    """What is between two people, or between many."""

    status: Literal["accepted", "pending", "rejected", "blocked"] = Field(
        default="accepted", description="The first asks, or blocks; the second answers."
    )
    asked: Moments | None = Field(default=None, description="When the first asked, or blocked.")
    answered: Moments | None = Field(default=None, description="When the second answered.")


class PlaceEntry(_Entry):
    """Where a postcard was written. The coordinates come both or not at all."""

    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    address: Annotated[str, StringConstraints(max_length=200)] | None = None
    city: Annotated[str, StringConstraints(max_length=200)] | None = None
    country: Annotated[str, StringConstraints(max_length=200)] | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise refused([flaw((), "latitude and longitude come both or not at all")])
        return self


def _as_place(value: object) -> object:
    """A word is a city that the kit knows, or `anywhere`."""
    return {"city": value} if isinstance(value, str) else value


class PostcardEntry(_Between):
    """A postcard, or many. Only friends send them."""

    message: Annotated[str, StringConstraints(min_length=1, max_length=MESSAGE_MAX), AS_TEXT] | None = Field(
        default=None, description="Without it, one that the seed chooses."
    )
    photo: str | None = Field(default=None, description="`painted`, or a file beside this one.")
    photos: Share = Field(default=1.0, description="Of many postcards, how many have a photo.")
    place: Annotated[PlaceEntry | None, BeforeValidator(_as_place)] = Field(
        default=None, description="A city that the kit knows, `anywhere`, or a place of your own."
    )
    stamp: str | None = Field(default=None, description="A stamp of the catalogue.")
    font: Known[Font] = Font.HANDWRITTEN
    sent: Moments | None = None
    delivered: Receipt | None = Field(default=None, description="When, or how many of them.")
    read: Receipt | None = Field(default=None, description="When, or how many of them.")
    archived_by: Literal["sender", "recipient", "both"] | None = None
    archived: Share = Field(default=1.0, description="Of many postcards, how many are archived.")


class WorldFile(_Entry):
    """A world: people, what is between them, and what they sent each other."""

    world: WorldName = Field(description="Its name. One world of a name can be loaded into a backend.")
    about: str = ""
    seed: Annotated[int, Field(ge=0)] = 1
    anchor: Moment | None = Field(default=None, description="What `now` is. Without it, when it is loaded first.")
    password: NewPassword = USUAL_PASSWORD
    paintings: Annotated[int, Field(ge=1, le=500)] = Field(default=12, description="How many photos are painted.")
    users: dict[Name, UserEntry] = Field(default_factory=dict[str, UserEntry])
    crowds: dict[Name, CrowdEntry] = Field(default_factory=dict[str, CrowdEntry])
    friendships: list[Annotated[FriendshipEntry, BeforeValidator(_as_pair)]] = Field(
        default_factory=list[FriendshipEntry]
    )
    postcards: list[PostcardEntry] = Field(default_factory=list[PostcardEntry])

    @field_validator("users", mode="before")
    @classmethod
    def _nothing_said(cls, users: object) -> object:
        """`alice:` alone is somebody of whom nothing more is said."""
        if not isinstance(users, dict):
            return users
        entries = cast("dict[str, object]", users)
        nothing: dict[str, object] = {}
        return {name: nothing if entry is None else entry for name, entry in entries.items()}
