"""Colour profiles (ICC.1), written anew: of a stranger's profile only the numbers that define its colours are kept."""

import struct

__all__ = ["DISPLAY_P3", "plain_profile", "rgb_profile"]

_HEADER_BYTES = 128
_COLOURS = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
_PARAMETERS = (1, 3, 4, 5, 7)
"""How many numbers a parametric curve of each type has (10.18)."""
_MOST_POINTS = 4096
"""Three such curves fit into one segment of a JPEG."""
_D50 = (0.9642, 1.0, 0.8249)
_NAMES = {"P3": "Display P3", "Adobe": "Adobe RGB (1998)", "ProPhoto": "ProPhoto RGB", "ROMM": "ProPhoto RGB"}


def plain_profile(profile: bytes, description: str) -> bytes | None:
    """The same colours in a profile with nothing else in it: no text, no date, no maker, no private tag.

    `description` gives it one of few names. None for profiles that are no plain matrix of red, green and blue.
    """
    tags = _tags(profile)
    if tags is None or profile[16:24] != b"RGB XYZ ":
        return None
    kept = {tag: _colour(tags.get(tag, b"")) for tag in _COLOURS} | {tag: _curve(tags.get(tag, b"")) for tag in _CURVES}
    if not all(kept.values()):
        return None
    name = next((name for mark, name in _NAMES.items() if mark in description), "RGB")
    return _profile(name, kept)


def rgb_profile(
    name: str,
    colours: tuple[tuple[float, float, float], ...],
    curve: tuple[float, ...],
) -> bytes:
    """A profile from the XYZ of red, green and blue, adapted to D50, and one parametric curve for all three."""
    shape = b"para" + bytes(4) + struct.pack(">HH", _PARAMETERS.index(len(curve)), 0) + b"".join(map(_fixed, curve))
    tags = {tag: _xyz(colour) for tag, colour in zip(_COLOURS, colours, strict=True)}
    return _profile(name, tags | dict.fromkeys(_CURVES, shape))


def _profile(name: str, tags: dict[bytes, bytes]) -> bytes:
    tags = {b"desc": _text(name), b"cprt": _text("No copyright, use freely"), b"wtpt": _xyz(_D50)} | tags
    table, bodies = struct.pack(">I", len(tags)), b""
    begin = _HEADER_BYTES + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", begin + len(bodies), len(data))
        bodies += data + bytes(-len(data) % 4)
    header = struct.pack(">I4sI4s4s4s6H4s", begin + len(bodies), b"", 0x04300000, b"mntr", b"RGB ", b"XYZ ",
                         2020, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _xyz(_D50)[8:]  # fmt: skip
    return header.ljust(_HEADER_BYTES, b"\0") + table + bodies


def _tags(profile: bytes) -> dict[bytes, bytes] | None:
    """The body of each tag; None when the table makes no sense."""
    if len(profile) < _HEADER_BYTES + 4 or profile[36:40] != b"acsp":
        return None
    (count,) = struct.unpack_from(">I", profile, _HEADER_BYTES)
    if count > 100 or len(profile) < _HEADER_BYTES + 4 + 12 * count:
        return None
    places = struct.iter_unpack(">4sII", profile[_HEADER_BYTES + 4 : _HEADER_BYTES + 4 + 12 * count])
    return {tag: profile[start : start + length] for tag, start, length in places}


def _colour(data: bytes) -> bytes:
    """One XYZ; nothing when it is something else."""
    return data[:4] + bytes(4) + data[8:20] if data[:4] == b"XYZ " and len(data) >= 20 else b""


def _curve(data: bytes) -> bytes:
    """A curve of exactly as many bytes as it says that it has; nothing when it is something else."""
    if len(data) < 12:
        return b""
    if data[:4] == b"curv":
        (points,) = struct.unpack_from(">I", data, 8)
        whole = 12 + 2 * points if points <= _MOST_POINTS else 0
    elif data[:4] == b"para":
        (function,) = struct.unpack_from(">H", data, 8)
        whole = 12 + 4 * _PARAMETERS[function] if function < len(_PARAMETERS) else 0
    else:
        return b""
    return data[:4] + bytes(4) + data[8:whole] if 12 <= whole <= len(data) else b""


def _text(text: str) -> bytes:
    """One English text (multiLocalizedUnicodeType)."""
    letters = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", len(letters), 28) + letters


def _xyz(colour: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(_fixed, colour))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)

DISPLAY_P3 = rgb_profile(
    "Display P3",
    ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407)),
    _SRGB_CURVE,
)
"""The wide colours of phones; some say only the number of these primaries (H.273: 12) instead of a profile."""
