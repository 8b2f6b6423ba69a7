"""What happened since: one feed of changes for each user, read in pages or heard as it happens."""

from typing import Annotated, Any, Final

from pydantic import Field, ValidationInfo, field_validator

from .friends import Friendship
from .postcards import Postcard
from .users import User
from .wire import Body, Count, OpenEnum, Timestamp, Wire

__all__ = ["Change", "ChangeType", "ListenEvents", "SyncChanges", "SyncPage"]


class ChangeType(OpenEnum):
    """What became of a resource. `postcard.received` is said once to a card's recipient; all the rest is a change."""

    FRIENDSHIP_CHANGED = "friendship.changed"
    FRIENDSHIP_DELETED = "friendship.deleted"
    POSTCARD_RECEIVED = "postcard.received"
    POSTCARD_CHANGED = "postcard.changed"
    POSTCARD_DELETED = "postcard.deleted"
    USER_CHANGED = "user.changed"


Resource = Friendship | Postcard | User

_MODELS: Final[dict[ChangeType, type[Resource]]] = {
    ChangeType.FRIENDSHIP_CHANGED: Friendship,
    ChangeType.POSTCARD_RECEIVED: Postcard,
    ChangeType.POSTCARD_CHANGED: Postcard,
    ChangeType.USER_CHANGED: User,
}


class Change(Wire):
    """One entry of a user's feed. Its number is one more than that of the change before.

    A change tells that a resource is other than it was, not how it was: `data` is the resource as its GET gives it now,
    and null when it is gone (a deletion stands later in the feed). Counters of a profile change without a change.
    """

    seq: Count = Field(description="Its number in the feed, gapless from 1. In a snapshot: the number it is as of.")
    type: ChangeType
    id: str = Field(description="The id of the friendship, postcard or user.")
    data: Friendship | Postcard | User | dict[str, Any] | None = None
    occurred_at: Timestamp

    @field_validator("data", mode="plain", json_schema_input_type=Friendship | Postcard | User | dict[str, Any] | None)
    @classmethod
    def _by_type(cls, value: Any, info: ValidationInfo) -> Any:
        model = _MODELS.get(info.data.get("type", ChangeType.USER_CHANGED))
        return value if model is None or value is None else model.model_validate(value)

    @property
    def postcard(self) -> Postcard | None:
        """The postcard, if the change is about one that is there."""
        return self.data if isinstance(self.data, Postcard) else None

    @property
    def friendship(self) -> Friendship | None:
        """The friendship, if the change is about one that is there."""
        return self.data if isinstance(self.data, Friendship) else None

    @property
    def user(self) -> User | None:
        """The person, if the change is about one who is there."""
        return self.data if isinstance(self.data, User) else None


Cursor = Annotated[str | None, Field(max_length=1024, description="Where to go on. Without one: see the operation.")]


class SyncChanges(Body):
    """Which changes to give. Without a cursor: everything that there is, as changes (a snapshot)."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=500, description="How many changes at the most.")] = 100
    wait: Annotated[int, Field(ge=0, le=25, description="Seconds to wait for a change when there is none.")] = 0


class SyncPage(Wire):
    """Changes in their order. `nextCursor` is always there: keep it together with what the changes made."""

    changes: list[Change]
    next_cursor: str
    has_more: bool


class ListenEvents(Body):
    """Where to begin. The header Last-Event-ID counts before `cursor`; without either: with what happens next."""

    cursor: Cursor = None
