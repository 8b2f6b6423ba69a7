"""The options that say how a photo is made ready, and the words that say how large it was and is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import CommandFailed, usage

if TYPE_CHECKING:
    from postcardit_sdk.contract.postcards import Location, Postcard
    from postcardit_sdk.local.outbox_items import PhotoSize, PhotoSizes
    from postcardit_sdk.resources.photo_options import PhotoOptions

__all__ = [
    "KeepLocation",
    "LocationFromPhoto",
    "MaxBytes",
    "OriginalSize",
    "PhotoWishes",
    "Quality",
    "place_in_photo",
    "size_of_card",
    "size_words",
    "sizes_words",
    "weight",
]

OriginalSize = Annotated[bool, typer.Option("--original-size", help="Keep the photo's size in pixels.")]
Quality = Annotated[
    int | None, typer.Option(min=1, max=95, help="A quality to keep to, instead of the best that fits.", metavar="N")
]
MaxBytes = Annotated[
    int | None,
    typer.Option(
        min=1000, help="How large the photo may be; 500000, if neither its size nor a quality is kept.", metavar="N"
    ),
]
KeepLocation = Annotated[
    bool, typer.Option("--keep-location/--strip", help="Leave the place in the file that is sent; nobody is shown it.")
]
LocationFromPhoto = Annotated[
    bool, typer.Option("--location-from-photo", help="Write from the place where the photo was taken.")
]


@dataclass(frozen=True, slots=True)
class PhotoWishes:
    """How a photo is to be made ready, as it was said on the command line."""

    original_size: bool = False
    quality: int | None = None
    max_bytes: int | None = None
    keep_location: bool = False

    def options(self, *, has_photo: bool) -> "PhotoOptions":
        """What the SDK takes. Who keeps the size or a quality means it: then any number of bytes will do."""
        from postcardit_sdk.resources.photo_options import PhotoOptions

        if not has_photo and self != PhotoWishes():
            raise usage("Options for a photo need --photo.")
        usual = PhotoOptions()
        is_free = self.original_size or self.quality is not None
        return PhotoOptions(
            box=None if self.original_size else usual.box,
            max_bytes=self.max_bytes or (None if is_free else usual.max_bytes),
            quality=self.quality,
            keep_location=self.keep_location,
        )


def place_in_photo(photo: str | bytes | None, address: str | None) -> "Location":
    """Where a photo was taken, with the name that was given to the place."""
    if photo is None:
        raise usage("--location-from-photo needs --photo.")
    from postcardit_sdk.contract.postcards import Location
    from postcardit_sdk.images import location_of

    found = location_of(photo)
    if found is None:
        raise CommandFailed(
            "The photo does not say where it was taken.", code="no_location", hint="say it yourself: --place TEXT"
        )
    return Location(latitude=found.latitude, longitude=found.longitude, address=address)


def size_of_card(card: "Postcard") -> "PhotoSize | None":
    """How large the photo of a card is."""
    from postcardit_sdk.local.outbox_items import PhotoSize

    if card.image_width is None or card.image_height is None:
        return None
    return PhotoSize(card.image_width, card.image_height, card.image_bytes or 0)


def sizes_words(sizes: "PhotoSizes") -> str:
    """Before and after."""
    return f"{size_words(sizes.before)} \u2192 {size_words(sizes.after)}"


def size_words(size: "PhotoSize") -> str:
    """`2,016 x 1,512 (412 kB)`; without the bytes where they are not known."""
    pixels = f"{size.width:,} x {size.height:,}"
    return f"{pixels} ({weight(size.size_bytes)})" if size.size_bytes else f"{pixels} pixels"


def weight(count: int) -> str:
    """A number of bytes for people."""
    for unit, size in (("MB", 1_000_000), ("kB", 1000)):
        if count >= size:
            return f"{count / size:.1f} {unit}" if count < 10 * size else f"{count / size:,.0f} {unit}"
    return f"{count} bytes"
