"""Postcards: what is sent, how it travels, and what each side does with it."""

import re
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from .stamps import Stamp
from .users import UserSummary
from .wire import AS_LINE, AS_TEXT, Body, Count, Id, Known, OpenEnum, Page, PageQuery, Timestamp, Url, Wire

__all__ = [
    "BoundingBox",
    "Box",
    "ConfirmReceipts",
    "Font",
    "ListPostcards",
    "Location",
    "Postcard",
    "PostcardPage",
    "PostcardStatus",
    "Receipts",
    "SendPostcard",
]

MESSAGE_MAX = 500


class PostcardStatus(OpenEnum):
    """How far a postcard is. The server knows sent, delivered and read; draft and queued exist only in clients."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"


class Font(OpenEnum):
    """How the message looks on the card."""

    HANDWRITTEN = "handwritten"
    TYPEWRITER = "typewriter"
    PRINT = "print"


PlaceName = Annotated[str, StringConstraints(max_length=200), AS_LINE]


class Location(Wire):
    """Where a postcard was written. Coordinates are degrees (WGS 84) and come both or not at all."""

    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    address: PlaceName | None = None
    city: PlaceName | None = None
    country: PlaceName | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> "Location":
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude come both or not at all")
        return self


class Postcard(Wire):
    """A postcard as one of its two people sees it: `isArchived` is their own side's."""

    postcard_id: str
    sender_id: str
    recipient_id: str
    sender_name: str
    recipient_name: str
    sender: UserSummary
    recipient: UserSummary
    message: str
    image_url: str | None = Field(default=None, description="The photo: a signed URL, valid until `imageExpiresAt`.")
    thumbnail_url: str | None = Field(default=None, description="The photo inside 480 x 480 pixels: a signed URL.")
    image_expires_at: Timestamp | None = None
    thumb_hash: str | None = Field(default=None, description="ThumbHash of the photo, base64.")
    image_width: int | None = Field(default=None, description="Pixels.")
    image_height: int | None = Field(default=None, description="Pixels.")
    image_bytes: int | None = Field(default=None, description="The size of the photo behind `imageUrl`, in bytes.")
    stamp: Stamp | None = None
    font: Font
    location: Location | None = None
    status: PostcardStatus
    sent_at: Timestamp
    delivered_at: Timestamp | None = None
    read_at: Timestamp | None = None
    is_archived: bool
    created_at: Timestamp
    updated_at: Timestamp
    idempotency_key: str | None = Field(
        default=None, description="The key it was sent with; only its sender sees it, and knows their own card by it."
    )


class SendPostcard(Body):
    """Mail a postcard to a friend, by id or by username.

    The photo is an upload of one's own that is `ready`; `imageUrl` is the shipped app's way to name it (the upload's
    id, or a URL of this server for it) and is never fetched.
    """

    recipient_id: Id | None = None
    recipient_username: Annotated[str, StringConstraints(max_length=254), AS_LINE] | None = None
    message: Annotated[str, StringConstraints(min_length=1, max_length=MESSAGE_MAX), AS_TEXT]
    upload_id: Id | None = None
    image_url: Url | None = None
    stamp_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    font: Known[Font] = Font.HANDWRITTEN
    location: Location | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "SendPostcard":
        if (self.recipient_id is None) == (self.recipient_username is None):
            raise ValueError("give either recipientId or recipientUsername")
        if self.upload_id is not None and self.image_url is not None:
            raise ValueError("give either uploadId or imageUrl")
        return self


class Box(OpenEnum):
    """Postcards one sent, received, or both."""

    SENT = "sent"
    RECEIVED = "received"
    ALL = "all"


class ListBox(PageQuery):
    """Which postcards of a box to list. Archived ones are listed only when asked for."""

    status: Known[PostcardStatus] | None = None
    unread: bool | None = Field(default=None, description="true: not read yet; false: read.")
    archived: bool = Field(default=False, description="true: archived on one's own side; false: the others.")


class BoundingBox(NamedTuple):
    """A rectangle of the map in degrees (RFC 7946 section 5). With `west` above `east` it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        """As the query takes it: to seven decimals, which is a centimetre."""
        return ",".join(f"{edge:.7f}".rstrip("0").rstrip(".") for edge in self)

    @classmethod
    def parse(cls, text: str) -> "BoundingBox":
        """Read `west,south,east,north`. Raises ValueError when it is no rectangle of the map."""
        edges = [float(edge) for edge in text.split(",")] if _DEGREES.fullmatch(text) else []
        if len(edges) != 4:
            raise ValueError("must be west,south,east,north in degrees")
        west, south, east, north = edges
        if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90 or south > north:
            raise ValueError("must lie on the map: -180 to 180, -90 to 90, and south not above north")
        return cls(west, south, east, north)


_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,17})?(,-?\d{1,3}(\.\d{1,17})?){3}")


def _check_box(text: str) -> str:
    BoundingBox.parse(text)
    return text


class ListPostcards(ListBox):
    """Which postcards to list, from which box."""

    box: Known[Box] = Box.ALL
    sent_from: Timestamp | None = Field(default=None, alias="from", description="Sent at this time or later.")
    sent_to: Timestamp | None = Field(default=None, alias="to", description="Sent before this time.")
    bbox: Annotated[str, AfterValidator(_check_box)] | None = Field(
        default=None, description="Written inside `west,south,east,north`, in degrees (RFC 7946 section 5)."
    )


class PostcardPage(Page):
    """Postcards, the newest first."""

    postcards: list[Postcard]

    @property
    def items(self) -> list[Postcard]:
        """The postcards on this page."""
        return self.postcards


Receipt = Annotated[list[Id], Field(max_length=100)]


class ConfirmReceipts(Body):
    """What the recipient's device has received and shown. Cards that are not one's own to confirm are passed over."""

    delivered: Receipt = Field(default_factory=list)
    read: Receipt = Field(default_factory=list)


class Receipts(Wire):
    """How many of the confirmed postcards took a step by it: none takes a step twice, none goes backwards."""

    delivered: Count
    read: Count
