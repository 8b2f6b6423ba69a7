"""What it costs to make a camera's photo ready to send: `python -m benchmarks.images`, and part of `make bench`.

A JPEG of 12 megapixels that has to be turned is built here. Each method works in a process of its own; its CPU time
counts from the file to the finished bytes without imports, its memory is the peak of the whole process.
"""

import importlib.util
import io
import json
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageMath, ImageOps

from .peak import peak_mib

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["Figure", "measure", "table"]

SIZE = (4032, 3024)
PLAIN_BOX, OUR_BOX = 2048, 2016
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """What one method cost, the median of some rounds, and how near its picture is to the best one of its size."""

    method: str
    cpu_seconds: float
    peak_mib: float
    ssim: float
    byte_size: int


def camera_photo() -> bytes:
    """Clouds over clouds of noise, down to single pixels, as a camera held upright stores them."""
    bands: list[Image.Image] = []
    for _ in range(3):
        band = Image.effect_noise((32, 24), 90).resize(SIZE, Image.Resampling.BICUBIC)
        for cell, share in ((48, 0.4), (16, 0.25), (6, 0.16), (1, 0.025)):
            finer = Image.effect_noise((SIZE[0] // cell, SIZE[1] // cell), 70).resize(SIZE, Image.Resampling.BICUBIC)
            band = Image.blend(band, finer, share)
        bands.append(band)
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    Image.merge("YCbCr", bands).convert("RGB").save(stream, "JPEG", quality=92, exif=exif)
    return stream.getvalue()


def plain_pillow(path: str) -> bytes:
    """What a tutorial does: decode, turn, LANCZOS, save."""
    stream = io.BytesIO()
    with Image.open(path) as photo:
        upright = ImageOps.exif_transpose(photo)
        upright.thumbnail((PLAIN_BOX, PLAIN_BOX), Image.Resampling.LANCZOS)
        upright.convert("RGB").save(stream, "JPEG", quality=82)
    return stream.getvalue()


def ours(path: str) -> bytes:
    """As the SDK does it: 2,016 pixels, progressive, at most 500 kB, the quality searched for."""
    from postcardit_sdk.images import prepare_photo

    return prepare_photo(path).data


def ours_at_82(path: str) -> bytes:
    """As the SDK does it with a quality given and no limit of bytes: one encoding, as the others do."""
    from postcardit_sdk.images import prepare_photo

    return prepare_photo(path, quality=82, max_bytes=None).data


def vips(path: str) -> bytes:
    """What libvips is known for: shrink while loading."""
    import pyvips  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports] - only where it is installed

    picture = pyvips.Image.thumbnail(path, OUR_BOX, height=OUR_BOX)  # pyright: ignore[reportUnknownVariableType] - untyped
    return bytes(picture.jpegsave_buffer(Q=82, strip=True))  # pyright: ignore[reportUnknownArgumentType] - untyped


METHODS: dict[str, Callable[[str], bytes]] = {
    "Pillow, LANCZOS to 2,048": plain_pillow,
    "prepare_photo": ours,
    "prepare_photo, quality 82": ours_at_82,
    "pyvips, thumbnail to 2,016": vips,
}


def measure() -> list[Figure]:
    """A figure for each method that is installed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "camera.jpg"
        path.write_bytes(camera_photo())
        return [_figure(method, path) for method in METHODS if method[:6] != "pyvips" or _has_vips()]


def table(figures: list[Figure]) -> list[str]:
    """Lines of Markdown; ratios count from the first row."""
    first = figures[0]
    return [
        f"## A photo of {SIZE[0]:,} x {SIZE[1]:,} pixels, turned and made small",
        "",
        "Each method in a process of its own. SSIM compares the luminance with the whole photo decoded and shrunk by"
        " LANCZOS to the same size, in blocks of 8 x 8 pixels.",
        "",
        "| method | CPU s | | peak MiB | | SSIM | kB |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {figure.method} | {figure.cpu_seconds:.3f} | {figure.cpu_seconds / first.cpu_seconds:.2f} x"
            f" | {figure.peak_mib:.1f} | {figure.peak_mib / first.peak_mib:.2f} x | {figure.ssim:.3f}"
            f" | {figure.byte_size / 1000:,.0f} |"
            for figure in figures
        ),
        *([] if _has_vips() else ["| pyvips | not installed | | | | | |"]),
        "",
    ]


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Structural similarity (Wang and others, 2004) of two grey pictures, over blocks instead of a sliding window."""
    x, y = one.convert("F"), other.convert("F")
    mean_x, mean_y = _levels(x.reduce(8)), _levels(y.reduce(8))
    squares = _levels(_product(x, x).reduce(8)), _levels(_product(y, y).reduce(8))
    products = _levels(_product(x, y).reduce(8))
    blocks = zip(mean_x, mean_y, *squares, products, strict=True)
    return statistics.fmean(
        (2 * mx * my + 6.5025) * (2 * (xy - mx * my) + 58.5225)
        / ((mx * mx + my * my + 6.5025) * (xx - mx * mx + yy - my * my + 58.5225))
        for mx, my, xx, yy, xy in blocks
    )  # fmt: skip


def _product(one: Image.Image, other: Image.Image) -> Image.Image:
    product: Image.Image = ImageMath.lambda_eval(lambda at: at["a"] * at["b"], a=one, b=other)
    return product


def _levels(picture: Image.Image) -> tuple[float, ...]:
    levels = picture.tobytes()
    return struct.unpack(f"{len(levels) // 4}f", levels)


def _has_vips() -> bool:
    return importlib.util.find_spec("pyvips") is not None


def _figure(method: str, path: Path) -> Figure:
    """The median CPU time and memory of a few processes."""
    out = path.with_suffix(".out")
    command = [sys.executable, "-m", "benchmarks.images", method, str(path), str(out)]
    rounds: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, peak = json.loads(done.stdout)
        rounds.append((seconds, peak))
    cpu, peaks = (sorted(values)[ROUNDS // 2] for values in zip(*rounds, strict=True))
    with Image.open(out) as result, Image.open(path) as camera:
        upright = ImageOps.exif_transpose(camera)
        best = upright.resize(result.size, Image.Resampling.LANCZOS).convert("L")
        return Figure(method, cpu, peaks, ssim(best, result.convert("L")), out.stat().st_size)


def _one(method: str, path: str, out: str) -> None:
    """Do the work of one process, and print what it cost."""
    work = METHODS[method]
    warm_up = io.BytesIO()
    Image.new("RGB", (64, 48)).save(warm_up, "JPEG")
    Path(out).write_bytes(warm_up.getvalue())
    work(out)  # so that imports do not count
    before = time.process_time()
    data = work(path)
    seconds = time.process_time() - before
    Path(out).write_bytes(data)
    sys.stdout.write(json.dumps([seconds, peak_mib()]))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _one(*sys.argv[1:])
    else:
        sys.stdout.write("\n".join(table(measure())))
