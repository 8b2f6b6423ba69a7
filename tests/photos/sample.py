"""A file, and how it must end."""

from dataclasses import dataclass

from postcardit_sdk.contract.problems import Code
from tests.photos.pictures import CORNERS, SIZE, Colour

UNREADABLE, UNSUPPORTED, TOO_LARGE = Code.IMAGE_UNREADABLE, Code.IMAGE_TYPE_UNSUPPORTED, Code.IMAGE_TOO_MANY_PIXELS


@dataclass(frozen=True, slots=True)
class Made:
    """Accepted: a JPEG of this size, that shows these colours in its four quarters (None: it is only to be one)."""

    size: tuple[int, int] = SIZE
    colours: tuple[Colour, ...] | None = CORNERS
    is_reencoded: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: the row of the table that it belongs to, and how it ends for the sender and for the server."""

    row: str
    name: str
    data: bytes
    content_type: str
    sent: Made | Code
    stored: Made | Code


def good(
    row: str, data: bytes, kind: str = "jpeg", *,
    sent: Made | None = None, stored: Made | None = None, name: str | None = None,
) -> Sample:  # fmt: skip
    """A sample that both sides accept: as the four corners, written anew, if nothing else is said."""
    return Sample(row, name or row, data, f"image/{kind}", sent or Made(), stored or sent or Made())


def kept(row: str, data: bytes, made: Made | None = None) -> Sample:
    """A JPEG whose compressed pixels the sender keeps; the server writes every photo anew."""
    made = made or Made()
    return Sample(row, row, data, "image/jpeg", Made(made.size, made.colours, is_reencoded=False), made)


def bad(row: str, data: bytes, kind: str, code: Code, name: str | None = None) -> Sample:
    """A sample that both sides refuse."""
    return Sample(row, name or row, data, f"image/{kind}", code, code)
