"""Rows of boxes on DynamoDB: a copy of the card for each side that has it, in its user's partition.

A row in sight is `C#<id>` and stands in the indexes that lists are ranges of; one that a block hides is `X#<id>`, and
is found by the other person alone. A place is kept as text: DynamoDB's numbers cannot hold every one.
"""

from collections.abc import Mapping

from ..map_cells import cell
from ..records import Person, PostcardRecord, Side, StoredImage
from .fields import flag, number, number_or_none, text, text_or_none
from .items import Item
from .people import partition
from .tables import Key

__all__ = [
    "card_from",
    "hidden",
    "hidden_key",
    "id_of",
    "image_of",
    "in_sight",
    "place_of",
    "row_key",
    "row_of",
    "side_of",
]

_TEXTS = ("message", "font", "stamp_id", "address", "city", "country", "send_key")
_TIMES = ("sent_at", "delivered_at", "read_at", "updated_at")
_INDEXED = ("by_one", "by_two", "by_three", "by_four", "by_five")


def row_key(user_id: str, postcard_id: str) -> Key:
    """Where a user's row of a card is, in sight."""
    return Key("main", partition(user_id), f"C#{postcard_id}")


def hidden_key(user_id: str, postcard_id: str) -> Key:
    """Where a user's row of a card is while a block hides it."""
    return Key("main", partition(user_id), f"X#{postcard_id}")


def row_of(card: PostcardRecord, side: Side) -> Item:
    """The row of a side of a card that was just sent."""
    image = card.image
    row: Item = {
        "postcard_id": card.postcard_id,
        "side": side.value,
        "other": (card.recipient if side is Side.SENT else card.sender).user_id,
        "status": "sent",
        "image": [image.key, image.thumbnail_key, image.width, image.height, image.thumb_hash, image.byte_size]
        if image
        else None,
        "latitude": None if card.latitude is None else repr(float(card.latitude)),
        "longitude": None if card.longitude is None else repr(float(card.longitude)),
    }
    row |= {name: getattr(card, name) for name in (*_TEXTS, *_TIMES)}
    return in_sight(row)


def in_sight(row: Item) -> Item:
    """The row as it stands in a box: where lists find it."""
    name, archive = text(row, "postcard_id"), int(flag(row, "archived"))
    side = "S" if row["side"] == Side.SENT else "R"
    square = cell(*place_of(row))
    return {
        **row,
        "by_one": f"K#{archive}#{name}",
        "by_two": f"{side}#{archive}#{name}",
        "by_three": f"{side}#{archive}#{text(row, 'status')}#{name}",
        "by_four": None if square is None else f"M#{archive}#{square:010d}#{name}",
        "by_five": f"O#{text(row, 'other')}#{name}",
    }


def hidden(row: Item) -> Item:
    """The row as it stands while a block hides it."""
    return {**row, **dict.fromkeys(_INDEXED), "by_five": f"X#{text(row, 'other')}#{text(row, 'postcard_id')}"}


def id_of(row: Item) -> str:
    """Which card it is of; also of what an index gives, which has the row's key only."""
    return text(row, "sk").partition("#")[2]


def side_of(row: Item) -> Side:
    """From which end its user looks at the card."""
    return Side(text(row, "side"))


def place_of(row: Item) -> tuple[float | None, float | None]:
    """Latitude and longitude."""
    latitude, longitude = text_or_none(row, "latitude"), text_or_none(row, "longitude")
    return (None, None) if latitude is None or longitude is None else (float(latitude), float(longitude))


def image_of(row: Item) -> StoredImage | None:
    """Its photo."""
    fields = row.get("image")
    if not isinstance(fields, list):
        return None
    key, thumbnail_key, width, height, thumb_hash, byte_size = fields[:6]  # a later version may add to them
    image = {"width": width, "height": height, "byte_size": byte_size, "key": key, "thumb": thumbnail_key}
    return StoredImage(
        text(image, "key"),
        text(image, "thumb"),
        number(image, "width"),
        number(image, "height"),
        text({"thumb_hash": thumb_hash}, "thumb_hash"),
        number_or_none(image, "byte_size"),
    )


def card_from(row: Item, user_id: str, people: Mapping[str, Person]) -> PostcardRecord:
    """A user's row as a record."""
    me, other = people[user_id], people[text(row, "other")]
    sender, recipient = (me, other) if side_of(row) is Side.SENT else (other, me)
    latitude, longitude = place_of(row)
    return PostcardRecord(
        postcard_id=text(row, "postcard_id"),
        sender=sender,
        recipient=recipient,
        message=text(row, "message"),
        font=text(row, "font"),
        stamp_id=text_or_none(row, "stamp_id"),
        image=image_of(row),
        latitude=latitude,
        longitude=longitude,
        address=text_or_none(row, "address"),
        city=text_or_none(row, "city"),
        country=text_or_none(row, "country"),
        sent_at=number(row, "sent_at"),
        delivered_at=number_or_none(row, "delivered_at"),
        read_at=number_or_none(row, "read_at"),
        updated_at=number(row, "updated_at"),
        is_archived=flag(row, "archived"),
        send_key=text_or_none(row, "send_key"),
    )
