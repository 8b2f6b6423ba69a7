"""Looks at every byte of a picture that we made for anything but the picture, by rules of its own."""

import re

from tests.photos.pictures import CANARY

NEEDED = {0xDB: "DQT", 0xC0: "SOF0", 0xC2: "SOF2", 0xC4: "DHT", 0xDD: "DRI", 0xDA: "SOS"}
JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")
MARKS = (CANARY, b"Exif", b"http://", b"xmpmeta", b"ICC_PROFILE", b"acsp", b"Photoshop", b"8BIM", b"script", b"MPF\0")


def strangers_in(data: bytes) -> list[str]:
    """What is in a JPEG or a WebP besides its compressed pixels; nothing, as it should be."""
    found = [f"the mark {mark!r}" for mark in MARKS if mark in data]
    return found + (_in_jpeg(data) if data.startswith(b"\xff\xd8") else _in_webp(data))


def _in_jpeg(data: bytes) -> list[str]:
    found: list[str] = []
    place = 2
    if data.startswith(JFIF, 2):
        place += len(JFIF)
    else:
        found.append("no plain JFIF header")
    while data[place : place + 2] != b"\xff\xd9":
        if len(data) - place < 4 or data[place] != 0xFF or data[place + 1] not in NEEDED:
            return [*found, f"something at byte {place}: {data[place : place + 8]!r}"]
        is_scan = data[place + 1] == 0xDA
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if is_scan:
            end = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL).search(data, place)
            if end is None:
                return [*found, "no end"]
            place = end.start()
    return found if place + 2 == len(data) else [*found, f"{len(data) - place - 2} bytes behind the end"]


def _in_webp(data: bytes) -> list[str]:
    kind, length = data[12:16], int.from_bytes(data[16:20], "little")
    found = [] if kind in (b"VP8 ", b"VP8L") else [f"a chunk {kind!r}"]
    whole = 20 + length + length % 2
    return found if len(data) == whole else [*found, f"{len(data) - whole} bytes more than the picture"]
