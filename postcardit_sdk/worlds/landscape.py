"""The demo's own photo: a lake at dusk, painted anew each time, so that the kit ships no picture of anybody.

It is as awkward as a phone's: twelve megapixels, stored as the sensor lies, with the place and the time inside.
"""

import io
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["paint_landscape"]

_PAINTED_AT_MOST = 2016
_TAKEN_AT = "2026:06:21 21:14:07"
_HOW_TO_STORE = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
"""For each EXIF orientation the `PIL.Image.Transpose` that lays an upright picture down."""


def paint_landscape(
    width: int = 4032,
    height: int = 3024,
    *,
    seed: int = 1,
    gps: tuple[float, float] | None = (45.4408, 12.3155),
    orientation: int = 6,
) -> bytes:
    """A JPEG of a lake at dusk, `width` x `height` pixels when seen upright, the same for the same arguments.

    The pixels are stored turned, and EXIF says how by `orientation` (1 to 8), beside the camera, the time and the
    place `gps` (latitude and longitude in degrees).
    """
    from PIL.Image import Resampling, Transpose

    from .landscape_scene import paint_scene

    shrink = min(1.0, _PAINTED_AT_MOST / max(width, height))
    scene = paint_scene(max(8, round(width * shrink)), max(8, round(height * shrink)), random.Random(seed))
    picture = _with_grain(scene.resize((width, height), Resampling.BICUBIC), random.Random(seed))
    if orientation in _HOW_TO_STORE:
        picture = picture.transpose(Transpose(_HOW_TO_STORE[orientation]))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=88, exif=_exif(orientation, gps))
    return stream.getvalue()


def _with_grain(picture: "Image", dice: random.Random) -> "Image":
    """The fine noise of a sensor, which also keeps the sky from showing bands."""
    from PIL import Image

    grain = Image.frombytes("L", picture.size, dice.randbytes(picture.width * picture.height))
    return Image.blend(picture, grain.convert("RGB"), 0.035)


def _exif(orientation: int, gps: tuple[float, float] | None) -> "Exif":
    from PIL import ExifTags, Image

    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "PostCardIt"
    exif[ExifTags.Base.Model] = "PostCardIt Dusk"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.DateTime] = _TAKEN_AT
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = _TAKEN_AT
    if gps is not None:
        latitude, longitude = gps
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {
                ExifTags.GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
                ExifTags.GPS.GPSLatitude: _degrees_minutes_seconds(latitude),
                ExifTags.GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
                ExifTags.GPS.GPSLongitude: _degrees_minutes_seconds(longitude),
            }
        )
    return exif


def _degrees_minutes_seconds(angle: float) -> tuple[float, float, float]:
    hundredths = round(abs(angle) * 360_000)
    minutes, seconds = divmod(hundredths, 6_000)
    degrees, minutes = divmod(minutes, 60)
    return float(degrees), float(minutes), seconds / 100
