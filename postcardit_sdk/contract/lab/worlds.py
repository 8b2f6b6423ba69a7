"""The laboratory's worlds: test accounts and what is between them, written straight into the store.

A world is a list of steps in the order of their times. It is sent in batches; the server knows how many steps it has
taken, so that a load that was cut short goes on where it was. Times are Unix milliseconds.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..auth import NewPassword, TokenPair
from ..postcards import MESSAGE_MAX, Font, Location
from ..users import Bio, FullName, Username
from ..wire import AS_TEXT, Body, Count, Email, Id, Known, Wire
from .when_used import WHEN_USED

__all__ = [
    "PHOTO_MAX_BYTES",
    "STEPS_MAX",
    "AnswerStep",
    "ArchiveStep",
    "AskStep",
    "BlockStep",
    "DestroyWorld",
    "Destroyed",
    "EraseStep",
    "LoadWorld",
    "OpenSession",
    "PhotoKept",
    "ReceiptStep",
    "SendStep",
    "UserStep",
    "WorldCounts",
    "WorldList",
    "WorldName",
    "WorldSession",
    "WorldState",
    "WorldStep",
]

STEPS_MAX = 4000
"""How many steps one batch may have: each batch is one transaction, and others wait for it."""
PHOTO_MAX_BYTES = 10 * 1024 * 1024

WorldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Milliseconds = Annotated[int, Field(ge=0, le=253_402_300_799_999)]


class _Step(Body):
    model_config = WHEN_USED

    at: _Milliseconds


class UserStep(_Step):
    """Someone opens an account; with a bio, or to be found by e-mail, they write their profile a millisecond later."""

    do: Literal["user"] = "user"
    user_id: Id
    username: Username
    email: Email
    password: NewPassword = Field(repr=False)
    full_name: FullName | None = None
    bio: Bio | None = None
    findable_by_email: bool = False


class AskStep(_Step):
    """Someone asks for friendship."""

    do: Literal["ask"] = "ask"
    friendship_id: Id
    requester_id: Id
    addressee_id: Id


class AnswerStep(_Step):
    """Who was asked answers."""

    do: Literal["answer"] = "answer"
    friendship_id: Id
    accept: bool


class BlockStep(_Step):
    """Someone blocks another."""

    do: Literal["block"] = "block"
    friendship_id: Id
    user_id: Id
    other_id: Id


class SendStep(_Step):
    """A postcard is sent. `photo` is the SHA-256 of one that was kept for this world."""

    do: Literal["send"] = "send"
    postcard_id: Id
    sender_id: Id
    recipient_id: Id
    message: Annotated[str, StringConstraints(min_length=1, max_length=MESSAGE_MAX), AS_TEXT]
    font: Known[Font] = Font.HANDWRITTEN
    stamp_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    location: Location | None = None
    photo: Digest | None = None
    upload_id: Id | None = None


class ReceiptStep(_Step):
    """The recipient's device confirms a postcard."""

    do: Literal["receipt"] = "receipt"
    postcard_id: Id
    status: Literal["delivered", "read"]


class ArchiveStep(_Step):
    """One of its two people archives a postcard."""

    do: Literal["archive"] = "archive"
    postcard_id: Id
    user_id: Id


class EraseStep(_Step):
    """Someone erases their account."""

    do: Literal["erase"] = "erase"
    user_id: Id


WorldStep = Annotated[
    UserStep | AskStep | AnswerStep | BlockStep | SendStep | ReceiptStep | ArchiveStep | EraseStep,
    Field(discriminator="do"),
]


class LoadWorld(Body):
    """Take these steps, the first of which is number `first` of `total`. Those that were taken before are passed over.

    `digest` names the whole list: a world that is there with another one is refused.
    """

    model_config = WHEN_USED

    world: WorldName
    digest: Digest
    anchor: _Milliseconds
    total: Count
    first: Count
    steps: Annotated[list[WorldStep], Field(max_length=STEPS_MAX)]


class DestroyWorld(Body):
    """Remove what a world made."""

    model_config = WHEN_USED

    world: WorldName


class OpenSession(Body):
    """Sign somebody of a world in, without a password."""

    model_config = WHEN_USED

    world: WorldName
    username: Username


class WorldSession(Wire):
    """The session that was begun."""

    model_config = WHEN_USED

    tokens: TokenPair


class PhotoKept(Wire):
    """A photo that steps may name from now on."""

    model_config = WHEN_USED

    sha256: str
    width: int
    height: int


class WorldCounts(Wire):
    """What there is of what a world made. A friendship or a card that went with an erased account is not there."""

    model_config = WHEN_USED

    users: Count = 0
    erased_users: Count = 0
    pending: Count = 0
    accepted: Count = 0
    rejected: Count = 0
    blocked: Count = 0
    postcards: Count = 0
    with_photo: Count = 0
    delivered: Count = Field(default=0, description="Delivered and not read.")
    read: Count = 0
    archived: Count = Field(default=0, description="Rows of boxes: a card that both archived counts twice.")


class WorldState(Wire):
    """A world in this store: how far it is, and what there is of it."""

    model_config = WHEN_USED

    world: str
    digest: str
    anchor: int
    done: Count
    total: Count
    counts: WorldCounts | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every step was taken."""
        return self.done == self.total


class WorldList(Wire):
    """The worlds of this store, and what its clock shows."""

    model_config = WHEN_USED

    now: int
    worlds: list[WorldState]


class Destroyed(Wire):
    """What was removed: accounts that outsiders have cards to stay as tombstones."""

    model_config = WHEN_USED

    users: Count
    tombstones: Count
