"""Wide colours are kept on request, in a profile that holds nothing of the stranger's but its colours."""

import io
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from postcardit_sdk.images import prepare_photo, store_photo
from postcardit_sdk.images.pixels import profile_of
from postcardit_sdk.images.profiles import DISPLAY_P3, plain_profile, rgb_profile
from tests.photos.colourful import IN_P3, IN_SRGB, srgb_profile
from tests.photos.pictures import CANARY, decoded, encoded, four_corners, ink_profile, shows
from tests.photos.scanner import strangers_in

ADOBE_RGB = rgb_profile(
    "Adobe RGB (1998)",
    ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)),
    (2.19921875,),
)


def talkative(profile: bytes) -> bytes:
    """The profile with a maker, a date, a private tag, and bytes behind its end."""
    (count,) = struct.unpack_from(">I", profile, 128)
    table_end = 132 + 12 * count
    entries = [struct.unpack_from(">4sII", profile, 132 + 12 * entry) for entry in range(count)]
    moved = b"".join(struct.pack(">4sII", tag, start + 12, length) for tag, start, length in entries)
    private = struct.pack(">4sII", b"meta", len(profile) + 12, len(CANARY))
    size = struct.pack(">I", len(profile) + 12 + len(CANARY))
    head = size + b"CANA" + profile[8:48] + b"RY-7" + profile[52:128]
    return head + struct.pack(">I", count + 1) + moved + private + profile[table_end:] + CANARY + b"behind the end"


def moved(data: bytes) -> Image.Image:
    """The picture in sRGB, as its own profile says."""
    picture = decoded(data).convert("RGB")
    profile = ImageCms.ImageCmsProfile(io.BytesIO(picture.info["icc_profile"]))
    srgb = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    shown = ImageCms.profileToProfile(picture, profile, srgb)
    assert shown is not None
    return shown


@pytest.mark.parametrize("form", ["jpeg", "webp"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_wide_colours_are_kept_on_request_and_nothing_else_of_their_profile(kind: str, form: Any) -> None:
    source = encoded(four_corners(colours=IN_P3), kind, icc_profile=talkative(DISPLAY_P3), quality=95)

    photo = prepare_photo(source, format=form, keep_profile=True)

    assert decoded(photo.data).info["icc_profile"] == DISPLAY_P3
    assert shows(moved(photo.data), IN_SRGB)
    assert b"CANA" not in photo.data and b"behind" not in photo.data


def test_a_fine_jpeg_of_wide_colours_keeps_its_pixels_with_them() -> None:
    source = encoded(four_corners(colours=IN_P3), icc_profile=talkative(DISPLAY_P3))

    photo = prepare_photo(source, keep_profile=True)

    assert not photo.is_reencoded
    assert decoded(photo.data).info["icc_profile"] == DISPLAY_P3


@pytest.mark.parametrize("profile", [DISPLAY_P3, ADOBE_RGB], ids=["Display P3", "Adobe RGB"])
def test_without_the_request_colours_are_moved_to_srgb(profile: bytes) -> None:
    source = encoded(four_corners(), "PNG", icc_profile=profile)

    photo = prepare_photo(source)

    seen = moved(source)
    assert shows(decoded(photo.data), [seen.getpixel((x, y)) for y in (16, 48) for x in (24, 72)], tolerance=6)  # type: ignore[misc]  # of RGB
    assert not shows(decoded(photo.data), tolerance=6)


def test_an_srgb_profile_is_left_out_even_on_request() -> None:
    photo = prepare_photo(encoded(four_corners(), icc_profile=srgb_profile()), keep_profile=True)

    assert strangers_in(photo.data) == []


def test_a_profile_is_known_by_its_colours_and_not_by_its_name() -> None:
    red_is_green = srgb_profile().replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")
    source = encoded(Image.new("RGB", (16, 16), (255, 0, 0)), icc_profile=red_is_green)

    assert shows(decoded(prepare_photo(source).data), [(0, 255, 0)] * 4)
    assert shows(decoded(store_photo(source).data), [(0, 255, 0)] * 4)


def test_colours_that_no_matrix_defines_are_moved_even_on_request() -> None:
    source = encoded(Image.new("CMYK", (16, 16)), icc_profile=ink_profile())

    assert strangers_in(prepare_photo(source, keep_profile=True).data) == []


def test_a_grey_picture_with_a_profile_for_colours_is_taken_without() -> None:
    photo = prepare_photo(encoded(Image.new("L", (16, 16), 90), icc_profile=DISPLAY_P3), keep_profile=True)

    assert not photo.is_reencoded
    assert strangers_in(photo.data) == []


def test_the_name_of_a_profile_is_one_of_few() -> None:
    named = plain_profile(rgb_profile("Alice's own screen", ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (1.0,)), "Alice's own")

    assert named is not None
    assert "RGB".encode("utf-16-be") in named and "Alice".encode("utf-16-be") not in named


@pytest.mark.parametrize(("primaries", "expected"), [(12, DISPLAY_P3), (11, DISPLAY_P3), (1, None)])
def test_some_files_tell_wide_colours_by_a_number(primaries: int, expected: bytes | None) -> None:
    picture = Image.new("RGB", (4, 4))
    picture.info["nclx_profile"] = {"color_primaries": primaries}

    assert profile_of(picture) == expected


@given(data=st.data())
def test_a_damaged_profile_is_rebuilt_or_left_out(data: Any) -> None:
    profile = bytearray(DISPLAY_P3)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(profile) - 1))
        profile[place : place + 4] = data.draw(st.binary(max_size=6))

    rebuilt = plain_profile(bytes(profile), "Display P3")

    assert rebuilt is None or len(rebuilt) <= len(DISPLAY_P3) + 3 * 4 * 4096
