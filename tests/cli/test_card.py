"""A postcard as a picture: any message, any name, with or without photo, stamp and place."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

import postcardit_cli
from postcardit_cli.card import CardFace, paint_card
from postcardit_cli.card.lettering import Lettering, fitting, one_line
from postcardit_sdk.images import ImageProblem

FONTS = ("handwritten", "typewriter", "print")


def picture_of(colour: str, size: tuple[int, int], kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


BARE = CardFace(
    photo=None,
    message="Wish you were here!",
    font="handwritten",
    sender="Alice",
    recipient="Bob",
    place=None,
    sent_at=datetime(2026, 6, 21, 21, 14, tzinfo=UTC),
    stamp=None,
)
FULL = replace(
    BARE, photo=picture_of("teal", (300, 200), "JPEG"), place="Venezia", stamp=picture_of("crimson", (32, 40))
)


def painted(card: CardFace) -> Image.Image:
    with Image.open(io.BytesIO(paint_card(card)), formats=["PNG"]) as picture:
        picture.load()
        return picture.convert("RGB")


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    found = picture.reduce(4).quantize(64).convert("RGB").getcolors(64) or []
    return {colour for _, colour in found if isinstance(colour, tuple)}


def has_near(picture: Image.Image, red: int, green: int, blue: int) -> bool:
    return any(max(abs(r - red), abs(g - green), abs(b - blue)) < 24 for r, g, b in colours(picture))


def test_a_card_shows_its_photo_beside_its_stamp() -> None:
    picture = painted(FULL)

    front, back = (
        picture.crop((left, 0, left + picture.width // 2, picture.height)) for left in (0, picture.width // 2)
    )
    assert has_near(front, 0, 128, 128)
    assert not has_near(front, 220, 20, 60)
    assert has_near(back, 220, 20, 60)


def test_a_card_without_photo_stamp_and_place_is_a_card_too() -> None:
    assert painted(BARE).size == painted(FULL).size


def test_a_standing_photo_stands_on_its_card() -> None:
    standing = painted(replace(BARE, photo=picture_of("teal", (200, 300))))

    assert standing.height > painted(BARE).height


def test_an_unknown_font_is_printed() -> None:
    assert paint_card(replace(BARE, font="hologram")) == paint_card(replace(BARE, font="print"))


@pytest.mark.parametrize(
    "card", [replace(BARE, photo=b"no picture"), replace(BARE, stamp=b"no picture")], ids=["photo", "stamp"]
)
def test_a_photo_or_stamp_that_is_no_picture_is_refused(card: CardFace) -> None:
    with pytest.raises(ImageProblem):
        paint_card(card)


def test_names_and_places_of_any_length_and_script_are_drawn() -> None:
    card = replace(BARE, sender="アリス 🧑🏽‍🚀", recipient="شهرزاد " * 9, place="Llanfairpwllgwyngyll" * 4)

    assert painted(card).size == painted(BARE).size


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    "message",
    ["word " * 100, "x" * 500, "\n" * 500, "short", "", "שלום עולם " * 20, "Łódź, Привет, 你好 👍🏽\u200d\ufe0f " * 12],
    ids=["words", "one long word", "newlines", "short", "empty", "right to left", "many scripts"],
)
def test_every_message_of_500_letters_fits_its_box(message: str, font: str) -> None:
    width, height = 560, 650

    paragraph = fitting(message[:500], font, (width, height), largest=46)

    assert len(paragraph.lines) * paragraph.leading <= height
    assert max(map(paragraph.lettering.length, paragraph.lines)) <= width


@pytest.mark.parametrize("font", FONTS)
def test_wrapping_loses_no_word(font: str) -> None:
    message = "The quick brown fox jumps over the lazy dog. " * 11

    paragraph = fitting(message, font, (560, 650), largest=46)

    assert " ".join(paragraph.lines).split() == message.split()


def test_a_short_message_is_written_larger_than_a_long_one() -> None:
    short, long = (fitting(text, "print", (560, 650), largest=46) for text in ("Hello!", "Hello! " * 70))

    assert short.lettering.size == 46 > long.lettering.size


def test_a_long_name_is_shrunk_then_cut() -> None:
    shrunk, name = one_line("Alexandria Featherstone", "print", 300, largest=54, smallest=12)
    smallest, cut = one_line("Alexandria Featherstone " * 9, "print", 300, largest=54, smallest=12)

    assert (name, 12 < shrunk.size < 54) == ("Alexandria Featherstone", True)
    assert (cut[-1], smallest.size) == ("…", 12)
    assert smallest.length(cut) <= 300


def test_what_has_no_shape_takes_no_room() -> None:
    lettering = Lettering("handwritten", 30)

    assert lettering.length("he\u200dart\ufe0f\x07") == lettering.length("heart")


def test_every_font_has_its_licence_beside_it() -> None:
    folder = Path(postcardit_cli.__file__).parent / "fonts"
    fonts = {font.stem for font in folder.iterdir() if font.suffix in {".otf", ".ttf"}}

    assert {licence.name.removesuffix("-LICENSE.txt") for licence in folder.glob("*-LICENSE.txt")} == fonts
    assert len(fonts) >= 3


def test_importing_the_painters_imports_no_imaging_library() -> None:
    modules = "postcardit_cli.card, postcardit_sdk.worlds.landscape, postcardit_cli.half_blocks"
    script = f"import sys, {modules}; sys.exit('PIL' in sys.modules or 'pydantic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
