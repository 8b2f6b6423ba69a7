"""Text in the card's fonts: each word in the first font that has all its letters, wrapped and shrunk to fit a box."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

__all__ = ["Lettering", "Paragraph", "fitting", "one_line"]

_FOLDER = Path(__file__).parent.parent / "fonts"
_PRINT = "DejaVuSans.ttf"
_CHAINS = {
    "handwritten": ("DancingScript.otf", "ComicNeue-Italic.otf", _PRINT),
    "typewriter": ("CourierPrime.otf", _PRINT),
    "print": (_PRINT,),
}
_RELATIVE_SIZE = {"DancingScript.otf": 1.16, "ComicNeue-Italic.otf": 0.96, "CourierPrime.otf": 0.98, _PRINT: 0.82}
_BOX = "\u25a1"
"""Stands for a letter that no font has."""

Ink = tuple[int, int, int]


@cache
def _font(file: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(_FOLDER / file, max(4, round(size * _RELATIVE_SIZE[file])))


@cache
def _has(file: str, letter: str) -> bool:
    """Whether a font draws `letter` as something else than the sign for a missing letter."""
    return letter.isspace() or _drawn(file, letter) != _drawn(file, "\uffff")


def _drawn(file: str, letter: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (48, 48))
    ImageDraw.Draw(picture).text((8, 8), letter, font=_font(file, 24), fill=255)
    return picture.tobytes()


def _visible(text: str) -> str:
    """Without what has no shape of its own: controls, joiners, variation selectors, skin tones."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        letter
        for letter in composed
        if letter in "\n\t"
        or not (unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} or _is_modifier(ord(letter)))
    )


def _is_modifier(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF


def _runs_to_the_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


@dataclass(frozen=True)
class Lettering:
    """One of the app's fonts at one size in pixels, with the fonts that help out where it lacks a letter."""

    font: str
    size: int

    def length(self, text: str) -> float:
        """The width of one line in pixels."""
        return sum(_font(file, self.size).getlength(run) for file, run in self._runs(text))

    def draw(self, draw: "ImageDraw", place: tuple[float, float], text: str, ink: Ink | int) -> None:
        """One line, from `place`: its left end on the baseline. `ink` is a colour, or a level on a mask."""
        x, y = place
        for file, run in self._runs(text):
            font = _font(file, self.size)
            draw.text((x, y), run, font=font, fill=ink, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> list[tuple[str, str]]:
        """The line as pieces, each with the file of its font; text that runs to the left stays in one piece."""
        text = _visible(text).replace("\t", "    ")
        if _runs_to_the_left(text):
            return [(_PRINT, "".join(letter if _has(_PRINT, letter) else _BOX for letter in text))]
        runs: list[tuple[str, str]] = []
        for piece in _words(text):
            for file, run in self._spelled(piece):
                if runs and runs[-1][0] == file:
                    runs[-1] = (file, runs[-1][1] + run)
                else:
                    runs.append((file, run))
        return runs

    def _spelled(self, word: str) -> Iterator[tuple[str, str]]:
        """A word in the first font that has all of it, or letter by letter."""
        chain = _CHAINS.get(self.font, _CHAINS["print"])
        whole = next((file for file in chain if all(_has(file, letter) for letter in word)), None)
        if whole is not None:
            yield whole, word
            return
        for letter in word:
            file = next((file for file in chain if _has(file, letter)), None)
            yield (file, letter) if file else (_PRINT, _BOX)


def _words(text: str) -> Iterator[str]:
    """Words, each with the spaces behind it."""
    word = ""
    for letter in text:
        if word and word[-1].isspace() and not letter.isspace():
            yield word
            word = ""
        word += letter
    if word:
        yield word


@dataclass(frozen=True)
class Paragraph:
    """Lines that fit their box, and the lettering and distance between baselines (pixels) to draw them with."""

    lettering: Lettering
    lines: tuple[str, ...]
    leading: int


def fitting(text: str, font: str, box: tuple[int, int], largest: int, smallest: int = 13) -> Paragraph:
    """Wrap `text` into `box` (width, height) at the largest size that fits, or cut at the smallest."""
    text, (width, height) = _visible(text), box
    for size in range(largest, smallest, -1):
        if len(text) * size * size * 0.28 > width * height:
            continue  # even the narrowest letters would not fit: spare the measuring
        paragraph = _paragraph(text, Lettering(font, size), width)
        if len(paragraph.lines) * paragraph.leading <= height:
            return paragraph
    paragraph = _paragraph(text, Lettering(font, smallest), width)
    room = height // paragraph.leading
    if len(paragraph.lines) <= room:
        return paragraph
    lines = (*paragraph.lines[: room - 1], paragraph.lines[room - 1][:-1] + "…")
    return Paragraph(paragraph.lettering, lines, paragraph.leading)


def one_line(text: str, font: str, width: int, largest: int, smallest: int) -> tuple[Lettering, str]:
    """`text` on one line no wider than `width`, at the largest size that fits, or cut at the smallest."""
    text = " ".join(_visible(text).split())
    for size in range(largest, smallest - 1, -1):
        if Lettering(font, size).length(text) <= width:
            return Lettering(font, size), text
    lettering = Lettering(font, smallest)
    return lettering, text[: _letters_within(text, lettering, width - round(lettering.length("…")))] + "…"


def _paragraph(text: str, lettering: Lettering, width: int) -> Paragraph:
    lines = (line for paragraph in text.split("\n") for line in _wrapped(paragraph, lettering, width))
    return Paragraph(lettering, tuple(lines), round(lettering.size * 1.34))


def _wrapped(paragraph: str, lettering: Lettering, width: int) -> list[str]:
    """One paragraph as lines no wider than `width`; a word that is wider is broken."""
    lines, line = list[str](), ""
    for word in _words(paragraph):
        if lettering.length((line + word).rstrip()) <= width:
            line += word
            continue
        if line:
            lines.append(line.rstrip())
        line = word
        while lettering.length(line.rstrip()) > width:
            cut = _letters_within(line, lettering, width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()]


def _letters_within(word: str, lettering: Lettering, width: int) -> int:
    """How many first letters of a long word fit: at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if lettering.length(word[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low
