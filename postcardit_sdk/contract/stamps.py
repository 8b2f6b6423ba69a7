"""Stamps: pictures to put on a postcard."""

from pydantic import Field

from .wire import Body, Count, Known, OpenEnum, Wire

__all__ = ["ListStamps", "Stamp", "StampCategory", "StampPage"]


class StampCategory(OpenEnum):
    """What a stamp is about."""

    FEATURED = "featured"
    TRAVEL = "travel"
    NATURE = "nature"
    HOLIDAYS = "holidays"
    FOOD = "food"
    ANIMALS = "animals"
    FUN = "fun"


class Stamp(Wire):
    """A stamp. Its picture is the same for everyone and needs no signature."""

    stamp_id: str
    name: str
    category: StampCategory
    image_url: str


class ListStamps(Body):
    """Which stamps to list: all, or those of one category."""

    category: Known[StampCategory] | None = Field(default=None)


class StampPage(Wire):
    """The stamps of a catalogue that fits one page."""

    stamps: list[Stamp]
    count: Count
