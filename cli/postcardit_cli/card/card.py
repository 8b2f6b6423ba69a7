"""Both sides of a postcard on one picture."""

import io
from dataclasses import dataclass
from datetime import datetime

__all__ = ["CardFace", "paint_card"]

_MARGIN, _GAP = 70, 60
_TABLE = ((0.0, (236, 231, 223)), (1.0, (214, 206, 196)))


@dataclass(frozen=True, slots=True)
class CardFace:
    """All that is seen of a postcard; `photo` and `stamp` are the bytes of pictures, `font` is the app's name of it."""

    photo: bytes | None
    message: str
    font: str
    sender: str
    recipient: str
    place: str | None
    sent_at: datetime
    stamp: bytes | None


def paint_card(card: CardFace) -> bytes:
    """A PNG of the front beside the back. An unknown font is printed.

    Raises ImageProblem when the photo or the stamp is no picture that we can read.
    """
    from .back import paint_back
    from .front import paint_front
    from .paper import gradient, lay_down

    front, back = paint_front(card.photo), paint_back(card)
    height = max(front.height, back.height) + 2 * _MARGIN
    table = gradient((front.width + _GAP + back.width + 2 * _MARGIN, height), _TABLE)
    lay_down(table, front, (_MARGIN, (height - front.height) // 2))
    lay_down(table, back, (_MARGIN + front.width + _GAP, (height - back.height) // 2))
    stream = io.BytesIO()
    table.save(stream, "PNG", compress_level=4)
    return stream.getvalue()
