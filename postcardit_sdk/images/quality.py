"""How coarsely a JPEG was written: to write it once more with finer steps makes it larger, and no better."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["quality_of"]

# The luminance table of ITU-T T.81, annex K.1, which every quality from 1 to 100 scales as libjpeg does.
_STEPS = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
    51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120,
    101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip


def quality_of(image: "Image") -> int | None:
    """The quality whose steps for lightness are, all together, as coarse as those of an opened JPEG; else None.

    With tables that are not scaled from the usual ones, as phones have them, it is the nearest there is.
    """
    tables: dict[int, list[int]] = getattr(image, "quantization", {})  # only what opens JPEG files has them
    steps = tables.get(0)
    if not steps:
        return None
    coarseness = sum(steps)
    return min(range(100, 0, -1), key=lambda quality: abs(_coarseness(quality) - coarseness))


def _coarseness(quality: int) -> int:
    percent = 5000 // quality if quality < 50 else 200 - 2 * quality
    return sum(min(255, max(1, (step * percent + 50) // 100)) for step in _STEPS)
