"""Where a photo was taken is offered to its owner, whatever file it is in, and whoever wrote its EXIF block."""

import io
import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_sdk.images import PhotoLocation, location_of, prepare_photo, store_photo
from postcardit_sdk.images.container import Span
from postcardit_sdk.images.exif import GPS_IFD, Exif
from postcardit_sdk.images.location import exif_of_place, place_in
from tests.photos.pictures import (
    VENICE,
    camera_exif,
    camera_photo,
    chunk,
    encoded,
    exif_block,
    four_corners,
    heic,
    ratios,
    segment,
    with_segments,
)
from tests.photos.scanner import strangers_in

Fields = dict[int, tuple[int, bytes]]
AT = (45 + 26 / 60 + 27 / 3600, 12 + 20 / 60 + 9 / 3600)
CLOCK = datetime.fromisoformat("2026-11-22T15:53")
TAKEN = {0x9003: (2, b"2026:11:22 15:53:00\0")}


def place_of(gps: Fields | None = None, photo: Fields | None = None, order: str = ">") -> PhotoLocation | None:
    """What a block with these fields says."""
    block = exif_block({}, gps=VENICE | (gps or {}), photo=photo, order=order)
    return location_of(with_segments(encoded(four_corners()), segment(0xE1, b"Exif\0\0" + block)))


def in_tiff() -> bytes:
    """A TIFF whose own directory leads to the place; its pixels follow the directories."""
    width, height = four_corners().size
    short, long = struct.Struct(">H").pack, struct.Struct(">I").pack

    def block(pixels_at: int) -> bytes:
        picture = {
            0x0100: (3, short(width)), 0x0101: (3, short(height)), 0x0102: (3, short(8) * 3), 0x0103: (3, short(1)),
            0x0106: (3, short(2)), 0x0111: (4, long(pixels_at)), 0x0115: (3, short(3)), 0x0116: (3, short(height)),
            0x0117: (4, long(3 * width * height)),
        }  # fmt: skip
        return exif_block(picture, gps=VENICE, photo={0x9003: (2, b"2026:11:22 15:53:00\0")})

    return block(len(block(0))) + four_corners().tobytes()


@pytest.mark.parametrize(
    "data",
    [
        camera_photo(),
        encoded(four_corners(), "PNG")[:-12] + chunk(b"eXIf", camera_exif()) + chunk(b"IEND", b""),
        encoded(four_corners(), "WEBP", exif=camera_exif()),
        heic(four_corners(), exif=b"Exif\0\0" + camera_exif()),
        in_tiff(),
    ],
    ids=["JPEG", "PNG", "WebP", "HEIC", "TIFF"],
)
def test_the_place_is_found_in_every_kind_of_photo(data: bytes) -> None:
    place = location_of(data)

    assert place is not None
    assert (place.latitude, place.longitude) == pytest.approx(AT)
    assert place.taken_at == CLOCK


@pytest.mark.parametrize("data", [encoded(four_corners()), b"Dear Bob", b"", camera_photo()[:40]])
def test_what_tells_no_place_has_none(data: bytes) -> None:
    assert location_of(data) is None


def test_either_order_of_bytes_is_read() -> None:
    little = {
        1: (2, b"N\0"), 2: (5, ratios((45, 1), (26, 1), (27, 1), order="<")),
        3: (2, b"E\0"), 4: (5, ratios((12, 1), (20, 1), (9, 1), order="<")),
    }  # fmt: skip

    place = place_of(little, order="<")

    assert place is not None
    assert (place.latitude, place.longitude) == pytest.approx(AT)


def test_south_and_west_are_negative() -> None:
    place = place_of({1: (2, b"S\0"), 3: (2, b"W\0")})

    assert place is not None
    assert (place.latitude, place.longitude) == pytest.approx((-AT[0], -AT[1]))


def test_minutes_may_have_a_fraction() -> None:
    place = place_of({2: (5, ratios((45, 1), (2645, 100), (0, 1)))})

    assert place is not None
    assert place.latitude == pytest.approx(AT[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {2: (5, ratios((0, 0), (26, 1), (27, 1)))},
        {2: (5, ratios((45, 1), (26, 1), (27, 0)))},
        {2: (5, ratios((91, 1), (0, 1), (0, 1)))},
        {2: (5, ratios((90, 1), (0, 1), (1, 1)))},
        {4: (5, ratios((180, 1), (0, 1), (1, 1)))},
        {4: (5, ratios((12, 1), (60, 1), (0, 1)))},
        {4: (5, ratios((12, 1), (20, 1), (60, 1)))},
        {2: (5, ratios((45, 1), (26, 1)))},
        {2: (4, struct.pack(">3I", 45, 26, 27))},
        {1: (2, b"X\0")},
        {1: (2, b"\0")},
        {3: (7, b"E\0")},
    ],
)
def test_a_place_that_cannot_be_is_none(wrong: Fields) -> None:
    assert place_of(wrong) is None


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_half_a_place_is_none(missing: int) -> None:
    gps = {tag: field for tag, field in VENICE.items() if tag != missing}
    data = with_segments(encoded(four_corners()), segment(0xE1, b"Exif\0\0" + exif_block({}, gps=gps)))

    assert location_of(data) is None


@pytest.mark.parametrize(
    ("ref", "metres", "expected"),
    [(0, (1234, 10), 123.4), (1, (50, 1), -50.0), (0, (1, 0), None), (0, (90_000, 1), None), (1, (9_000, 1), None)],
)
def test_the_altitude_counts_from_the_sea(ref: int, metres: tuple[int, int], expected: float | None) -> None:
    place = place_of({5: (1, bytes([ref])), 6: (5, ratios(metres))})

    assert place is not None
    assert place.altitude == expected


SATELLITES: Fields = {7: (5, ratios((14, 1), (53, 1), (30, 2))), 0x1D: (2, b"2026:11:22\0")}


@pytest.mark.parametrize(
    ("photo", "gps", "expected"),
    [
        (TAKEN, {}, CLOCK),
        (TAKEN | {0x9011: (2, b"+01:00\0")}, {}, datetime(2026, 11, 22, 14, 53, tzinfo=UTC)),
        (TAKEN | {0x9011: (2, b"-09:30\0")}, {}, datetime(2026, 11, 23, 1, 23, tzinfo=UTC)),
        (TAKEN | {0x9011: (2, b"   :  \0")}, {}, CLOCK),
        (TAKEN | {0x9011: (2, b"+99:00\0")}, {}, CLOCK),
        (TAKEN, SATELLITES, datetime(2026, 11, 22, 14, 53, 15, tzinfo=UTC)),
        ({}, SATELLITES, datetime(2026, 11, 22, 14, 53, 15, tzinfo=UTC)),
        ({}, SATELLITES | {7: (5, ratios((25, 1), (0, 1), (0, 1)))}, None),
        ({}, SATELLITES | {0x1D: (2, b"9999:12:32\0")}, None),
        ({0x9003: (2, b"0000:00:00 00:00:00\0")}, {}, None),
        ({0x9003: (2, b"0001:01:01 00:00:00\0"), 0x9011: (2, b"+14:00\0")}, {}, datetime.fromisoformat("0001-01-01")),
        ({0x9003: (2, b"yesterday\0")}, {}, None),
    ],
)  # fmt: skip
def test_the_time_is_in_utc_where_that_can_be_known(photo: Fields, gps: Fields, expected: datetime | None) -> None:
    place = place_of(gps, photo)

    assert place is not None
    assert place.taken_at == expected
    assert place.taken_at is None or expected is None or place.taken_at.tzinfo == expected.tzinfo


def block_of(data: bytes) -> Exif | None:
    return Exif.inside(io.BytesIO(data), Span(0, len(data)))


@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
def test_a_place_that_is_written_is_read_back(latitude: float, longitude: float) -> None:
    block = block_of(exif_of_place(PhotoLocation(latitude, longitude)))

    assert block is not None
    place = place_in(block)
    assert place is not None
    assert (place.latitude, place.longitude) == pytest.approx((latitude, longitude), abs=1e-7)


@given(data=st.binary(max_size=300), order=st.sampled_from([b"II*\0", b"MM\0*"]))
def test_hostile_blocks_say_nothing_or_something_possible(data: bytes, order: bytes) -> None:
    assert_possible(order + b"\0\0\0\x08" + data)
    assert_possible(order + b"\x08\0\0\0" + data)


@given(data=st.data())
def test_damaged_blocks_say_nothing_or_something_possible(data: Any) -> None:
    block = bytearray(camera_exif(6))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(block) - 1))
        block[place : place + 4] = data.draw(st.binary(min_size=1, max_size=8))

    assert_possible(bytes(block))


def assert_possible(block: bytes) -> None:
    exif = block_of(block)
    if exif is None:
        return
    assert 1 <= exif.orientation <= 8
    assert exif.is_raw_photo in (True, False)
    place = place_in(exif)
    if place is not None:
        assert -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180


def test_a_directory_that_points_to_itself_ends() -> None:
    block = block_of(b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, GPS_IFD, 4, 1, 8) + b"\0\0\0\x08")

    assert block is not None
    assert place_in(block) is None


@pytest.mark.parametrize("source", [camera_photo(), camera_photo(6)], ids=["kept", "written anew"])
@pytest.mark.parametrize("form", ["jpeg", "webp"])
def test_the_place_alone_is_kept_on_request(source: bytes, form: Any) -> None:
    photo = prepare_photo(source, format=form, keep_location=True)

    place = location_of(photo.data)
    assert place is not None
    assert (place.latitude, place.longitude) == pytest.approx(AT, abs=1e-7)
    assert (place.altitude, place.taken_at) == (None, None)
    assert b"CANARY" not in photo.data and b"2026" not in photo.data


def test_a_webp_that_is_fine_keeps_its_place_on_request() -> None:
    photo = prepare_photo(encoded(four_corners(), "WEBP", exif=camera_exif()), format="webp", keep_location=True)

    assert not photo.is_reencoded
    assert location_of(photo.data) is not None
    assert b"CANARY" not in photo.data


def test_a_photo_without_a_place_has_nothing_to_keep() -> None:
    assert strangers_in(prepare_photo(encoded(four_corners()), keep_location=True).data) == []


def test_the_server_takes_away_a_place_that_was_kept() -> None:
    sent = prepare_photo(camera_photo(), keep_location=True).data

    assert location_of(sent) is not None
    assert strangers_in(store_photo(sent).data) == []
