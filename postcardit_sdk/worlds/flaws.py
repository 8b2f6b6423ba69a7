"""What is wrong in a world's file, told by the way to it: the reader turns that into a line and a column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

__all__ = ["Way", "WorldFlaw", "WorldFlaws", "flaw", "nearest", "refused"]

Way = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class WorldFlaw:
    """One thing that is wrong, and where in the document."""

    way: Way
    sentence: str


class WorldFlaws(Exception):
    """A world cannot be planned."""

    def __init__(self, flaws: Iterable[WorldFlaw]) -> None:
        self.flaws = [*dict.fromkeys(flaws)]
        super().__init__("; ".join(one.sentence for one in self.flaws))


def flaw(way: Way, sentence: str) -> WorldFlaw:
    """One thing that is wrong."""
    return WorldFlaw(way, sentence)


def refused(flaws: Iterable[WorldFlaw]) -> ValidationError:
    """The same as a validator of a model raises it, below where it stands."""
    lines = [
        InitErrorDetails(
            type=PydanticCustomError("world", "{sentence}", {"sentence": one.sentence}), loc=one.way, input=None
        )
        for one in flaws
    ]
    return ValidationError.from_exception_data("world", lines)


def nearest(word: str, words: Sequence[str]) -> str:
    """The nearest right word, as the end of a sentence."""
    near = get_close_matches(word, words, 1, 0.5)
    return f": did you mean {near[0]}?" if near else ""
