"""Where and when a photo was taken, as its EXIF block says."""

import contextlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from .exif import EXIF_IFD, GPS_IFD, Directory, Exif
from .opening import PhotoSource, looked_into

__all__ = ["PhotoLocation", "exif_of_place", "location_of", "place_in"]

_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _ALTITUDE_REF, _ALTITUDE, _GPS_TIME, _GPS_DATE = (
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x1D,
)  # fmt: skip
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011
_BELOW_SEA = (1, 3)
_LOWEST, _HIGHEST = -500, 20_000
_GPS_AT = 8 + 2 + 12 + 4
_VALUES_AT = _GPS_AT + 2 + 5 * 12 + 4
_PARTS = 100_000
"""In how many parts a second of arc is told: 0.3 mm."""


@dataclass(frozen=True, slots=True)
class PhotoLocation:
    """A place in degrees (WGS 84), metres above the sea, and when the photo was taken.

    `taken_at` is in UTC where the camera told its offset or a satellite's time. Else it has no time zone: it is what
    the camera's clock showed.
    """

    latitude: float
    longitude: float
    altitude: float | None = None
    taken_at: datetime | None = None


def location_of(source: PhotoSource) -> PhotoLocation | None:
    """Where a JPEG, HEIC, PNG, WebP or TIFF was taken; None when it does not say, or says what cannot be.

    A file that is no photo has no place either. Raises OSError when a path cannot be read.
    """
    with looked_into(source) as exif:
        return None if exif is None else place_in(exif)


def place_in(exif: Exif) -> PhotoLocation | None:
    """The place in an EXIF block."""
    gps = exif.part(GPS_IFD)
    latitude = _degrees(gps, _LATITUDE, _LATITUDE_REF, "NS", 90)
    longitude = _degrees(gps, _LONGITUDE, _LONGITUDE_REF, "EW", 180)
    if latitude is None or longitude is None:
        return None
    return PhotoLocation(latitude, longitude, _altitude(gps), _taken_at(exif.part(EXIF_IFD), gps))


def exif_of_place(place: PhotoLocation) -> bytes:
    """An EXIF block that holds a latitude, a longitude and nothing else."""
    south, west = place.latitude < 0, place.longitude < 0
    fields = (
        (0x00, 1, 4, bytes((2, 3, 0, 0))),  # the version that each GPS directory must tell
        (_LATITUDE_REF, 2, 2, b"S\0\0\0" if south else b"N\0\0\0"),
        (_LATITUDE, 5, 3, struct.pack(">I", _VALUES_AT)),
        (_LONGITUDE_REF, 2, 2, b"W\0\0\0" if west else b"E\0\0\0"),
        (_LONGITUDE, 5, 3, struct.pack(">I", _VALUES_AT + 24)),
    )
    main = b"MM\0*" + struct.pack(">IHHHIII", 8, 1, GPS_IFD, 4, 1, _GPS_AT, 0)
    entries = b"".join(struct.pack(">HHI", tag, kind, count) + value for tag, kind, count, value in fields)
    gps = struct.pack(">H", len(fields)) + entries + bytes(4)
    return main + gps + _sexagesimal(abs(place.latitude)) + _sexagesimal(abs(place.longitude))


def _sexagesimal(degrees: float) -> bytes:
    total = round(degrees * 3600 * _PARTS)
    minutes, seconds = divmod(total, 60 * _PARTS)
    return struct.pack(">6I", minutes // 60, 1, minutes % 60, 1, seconds, _PARTS)


def _degrees(gps: Directory, tag: int, ref_tag: int, refs: str, most: int) -> float | None:
    """Degrees, minutes and seconds as one number, negative in the south and in the west."""
    value, ref = gps.get(tag), gps.get(ref_tag)
    parts = None if value is None else value.ratios()
    side = None if ref is None else ref.text()
    if parts is None or len(parts) != 3 or side is None or len(side) != 1 or side not in refs:
        return None
    degrees, minutes, seconds = parts
    total = degrees + minutes / 60 + seconds / 3600
    if minutes >= 60 or seconds >= 60 or total > most:
        return None
    return -total if side == refs[1] else total


def _altitude(gps: Directory) -> float | None:
    value, ref = gps.get(_ALTITUDE), gps.get(_ALTITUDE_REF)
    metres = None if value is None else value.ratios()
    if metres is None or len(metres) != 1:
        return None
    altitude = -metres[0] if ref is not None and ref.number() in _BELOW_SEA else metres[0]
    return altitude if _LOWEST <= altitude <= _HIGHEST else None


def _taken_at(photo: Directory, gps: Directory) -> datetime | None:
    """The camera's time with its offset, else the satellites', else the camera's alone."""
    clock = _time(_text(photo, _TAKEN))
    offset = _offset(_text(photo, _TAKEN_OFFSET))
    if clock is not None and offset is not None:
        with contextlib.suppress(OverflowError):  # in the year 1 or 9999
            return clock.replace(tzinfo=offset).astimezone(UTC)
    return _satellite_time(gps) or clock


def _text(directory: Directory, tag: int) -> str:
    field = directory.get(tag)
    return (field.text() or "") if field is not None else ""


def _time(text: str) -> datetime | None:
    with contextlib.suppress(ValueError):
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - what a camera's clock shows has no zone
    return None


def _offset(text: str) -> timezone | None:
    sign, hours, colon, minutes = text[:1], text[1:3], text[3:4], text[4:]
    if sign not in ("+", "-") or colon != ":" or not (hours.isdecimal() and minutes.isdecimal()):
        return None
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(away if sign == "+" else -away) if away <= timedelta(hours=14) else None


def _satellite_time(gps: Directory) -> datetime | None:
    field, day = gps.get(_GPS_TIME), _time(f"{_text(gps, _GPS_DATE)} 00:00:00")
    parts = None if field is None else field.ratios()
    if day is None or parts is None or len(parts) != 3 or parts[0] >= 24 or parts[1] >= 60 or parts[2] >= 60:
        return None
    try:
        return day.replace(tzinfo=UTC) + timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2])
    except OverflowError:
        return None
