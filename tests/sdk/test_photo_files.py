"""The outsides of photo files: walked strictly, and nothing that anyone writes there breaks the walker."""

import io
import random
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from postcardit_sdk.images import ImageProblem, location_of, prepare_photo
from postcardit_sdk.images.decoders import decoder_of
from postcardit_sdk.images.heif_file import walk_heif
from postcardit_sdk.images.jpeg_file import bare_jpeg, walk_jpeg
from postcardit_sdk.images.kinds import Kind
from postcardit_sdk.images.png_file import walk_png
from postcardit_sdk.images.webp_file import walk_webp
from tests.photos.corpus import corpus
from tests.photos.pictures import (
    CANARY,
    camera_exif,
    camera_photo,
    chunk,
    decoded,
    encoded,
    four_corners,
    heic,
    segment,
    with_segments,
)

WALKS: dict[str, Callable[[BinaryIO], object]] = {
    "jpeg": walk_jpeg, "png": walk_png, "webp": walk_webp, "heic": walk_heif,
}  # fmt: skip
WHOLE = {
    "jpeg": camera_photo(6),
    "png": encoded(four_corners(), "PNG")[:-12] + chunk(b"eXIf", camera_exif(6)) + chunk(b"IEND", b""),
    "webp": encoded(four_corners(), "WEBP", exif=camera_exif(6)),
    "heic": heic(four_corners(), exif=b"Exif\0\0" + camera_exif(1)),
}
EXTREMES = [b"\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xd9", b"\1"]
each_kind = pytest.mark.parametrize("kind", WHOLE)


def assert_walks_or_refuses(kind: str, data: bytes) -> None:
    try:
        WALKS[kind](io.BytesIO(data))
    except ImageProblem:
        return


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """The file with some bytes overwritten, cut out or doubled, where its structure is or anywhere."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, min(len(changed), 400) - 1) | st.integers(0, len(changed) - 1))
        new = draw(
            st.binary(max_size=6) | st.sampled_from([b"\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xd9", b"\1"])
        )
        changed[place : place + draw(st.integers(0, 6))] = new
        changed = changed or bytearray(b"\0")
    return bytes(changed)


@each_kind
@given(data=st.data())
def test_a_walker_raises_image_problems_only(kind: str, data: Any) -> None:
    assert_walks_or_refuses(kind, data.draw(mutated(WHOLE[kind])))


@each_kind
@given(tail=st.binary(max_size=300))
def test_a_walker_takes_any_bytes(kind: str, tail: bytes) -> None:
    assert_walks_or_refuses(kind, WHOLE[kind][:12] + tail)


@each_kind
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_photo_with_any_damage_is_prepared_or_refused_and_never_warned_of(kind: str, data: Any) -> None:
    damaged = data.draw(mutated(WHOLE[kind]))

    location_of(damaged)
    try:
        photo = prepare_photo(damaged)
    except ImageProblem:
        return
    assert decoded(photo.data).size == (photo.width, photo.height)


@each_kind
def test_a_file_cut_at_any_byte_is_refused(kind: str) -> None:
    end = len(WHOLE[kind]) - (len(CANARY) if kind == "jpeg" else 0)

    for length in range(end):
        with pytest.raises(ImageProblem):
            prepare_photo(WHOLE[kind][:length])


@pytest.mark.parametrize("sample", [s for s in corpus() if s.content_type == "image/jpeg"], ids=lambda s: s.name)
def test_what_the_walker_keeps_shows_the_same_pixels(sample: Any) -> None:
    stream = io.BytesIO(sample.data)
    try:
        file = walk_jpeg(stream)
    except ImageProblem:
        return
    if file.is_plain:
        with decoder_of(Kind.JPEG)(io.BytesIO(sample.data)) as picture:
            assert decoded(bare_jpeg(stream, file)).tobytes() == picture.tobytes()


@pytest.mark.parametrize("form", [{}, {"progressive": True}, {"subsampling": 0}, {"subsampling": 1}])
@given(size=st.tuples(st.integers(1, 70), st.integers(1, 70)), blocks=st.integers(1, 5), grey=st.booleans())
def test_restart_markers_are_counted_as_encoders_write_them(
    form: dict[str, Any], size: tuple[int, int], blocks: int, grey: bool
) -> None:
    picture = Image.new("L" if grey else "RGB", size)

    walk_jpeg(io.BytesIO(encoded(picture, restart_marker_blocks=blocks, **form)))


def test_markers_may_fall_anywhere_between_two_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encoded(four_corners(), progressive=True, restart_marker_blocks=2)
    whole = walk_jpeg(io.BytesIO(data)).segments

    for size in range(2, 40):
        monkeypatch.setattr("postcardit_sdk.images.jpeg_file._CHUNK_BYTES", size)
        assert walk_jpeg(io.BytesIO(data)).segments == whole


def test_fill_bytes_before_a_marker_are_no_damage_and_are_not_kept() -> None:
    data = encoded(four_corners())
    filled = with_segments(data, b"\xff" * 70_000 + segment(0xFE, b"far away"))

    photo = prepare_photo(filled)

    assert len(photo.data) <= len(data)
    assert decoded(photo.data).tobytes() == decoded(data).tobytes()


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff" * 3_000_000,
        b"\xff\xd8" + segment(0xFE, b"") * 200_000,
        encoded(four_corners())[:-2] + b"\xff\0" * 2_000_000,
    ],
    ids=["fill bytes", "empty segments", "stuffed bytes"],
)
def test_a_long_file_made_to_be_slow_ends_within_the_time_of_a_test(data: bytes) -> None:
    with pytest.raises(ImageProblem, match="cut short"):  # a walk that takes quadratic time takes hours
        walk_jpeg(io.BytesIO(data))


def test_random_bytes_after_any_kinds_first_ones_have_no_place() -> None:
    noise = random.Random(7)

    for data in WHOLE.values():
        for _ in range(200):
            assert location_of(data[:12] + noise.randbytes(200)) is None
