"""Photos are made fit to send and to keep: as large as was asked for, and no more bytes than allowed."""

import errno
import gc
import io
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, JpegImagePlugin

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.images import (
    ImageProblem,
    Original,
    Photo,
    StoredPhoto,
    location_of,
    prepare_photo,
    store_photo,
)
from postcardit_sdk.images.encode import within
from tests.photos.pictures import (
    BLUE,
    HOW_A_CAMERA_STORES,
    WHITE,
    camera_photo,
    decoded,
    encoded,
    four_corners,
    heic,
    is_near,
    pixel,
    shows,
)

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

prepare_or_store = pytest.mark.parametrize("made", [prepare_photo, store_photo], ids=["prepare", "store"])
Made = Callable[[bytes], Photo | StoredPhoto]
NOISE = Image.effect_noise((256, 256), 80).convert("RGB")


@pytest.mark.parametrize(("size", "expected"), [((400, 300), (100, 75)), ((302, 400), (76, 100)), ((90, 30), (90, 30))])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_shrunk_into_the_box_and_never_enlarged(
    kind: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    photo = prepare_photo(encoded(four_corners(size), kind), box=100)

    assert (photo.width, photo.height) == decoded(photo.data).size == expected


def test_without_a_box_a_photo_keeps_its_size() -> None:
    photo = prepare_photo(encoded(four_corners((2100, 40)), "PNG"), box=None)

    assert decoded(photo.data).size == (2100, 40)


def test_twelve_megapixels_are_decoded_at_half_size(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts: list[tuple[int, int]] = []
    draft = JpegImagePlugin.JpegImageFile.draft

    def watched(image: JpegImagePlugin.JpegImageFile, mode: str | None, size: tuple[int, int] | None) -> object:
        answer = draft(image, mode, size)
        drafts.append(image.size)
        return answer

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "draft", watched)

    photo = prepare_photo(encoded(Image.new("RGB", (4032, 3024), BLUE)))

    assert drafts == [(photo.width, photo.height)] == [(2016, 1512)]


def test_quality_gives_way_to_the_number_of_bytes() -> None:
    fine, coarse = (prepare_photo(encoded(NOISE, "PNG"), max_bytes=limit) for limit in (60_000, 30_000))

    assert len(coarse.data) <= 30_000 < len(fine.data) <= 60_000
    assert (coarse.width, coarse.height) == (256, 256)


def test_a_large_photo_comes_near_its_limit_in_few_encodings(monkeypatch: pytest.MonkeyPatch) -> None:
    source = encoded(Image.effect_noise((1400, 1000), 90).resize((1600, 1200)).convert("RGB"), "PNG")
    whole: list[int] = []
    save = Image.Image.save

    def watched(image: Image.Image, *args: Any, **options: Any) -> None:
        whole.append(image.height) if image.height == 1200 else None
        save(image, *args, **options)

    monkeypatch.setattr(Image.Image, "save", watched)

    photo = prepare_photo(source, max_bytes=400_000)

    assert 340_000 < len(photo.data) <= 400_000
    assert len(whole) <= 3


def test_detail_that_the_samples_miss_costs_quality_and_not_size() -> None:
    picture = Image.effect_noise((1400, 1000), 60).convert("RGB")
    for stripe in range(10):  # where a tenth of the picture is looked at to tell how many bytes all of it will take
        picture.paste(WHITE, (0, round(stripe * 968 / 9), 1400, round(stripe * 968 / 9) + 32))

    photo = prepare_photo(encoded(picture, "PNG"), max_bytes=400_000)

    assert len(photo.data) <= 400_000
    assert (photo.width, photo.height) == (1400, 1000)


def test_the_decoded_picture_is_forgotten_before_the_smaller_one_is_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    living: list[int] = []

    def watched(*args: Any) -> Any:
        living.append(sum(type(thing).__name__ == "PlainJpeg" for thing in gc.get_objects()))
        return within(*args)

    gc.collect()
    monkeypatch.setattr("postcardit_sdk.images.prepare.within", watched)

    prepare_photo(camera_photo(6))

    assert living == [0]


def test_size_gives_way_when_quality_is_not_enough() -> None:
    photo = prepare_photo(encoded(NOISE, "PNG"), max_bytes=4_000)

    assert len(photo.data) <= 4_000
    assert 16 < photo.width == photo.height < 256


def test_only_size_gives_way_when_the_quality_is_given() -> None:
    photo = prepare_photo(encoded(NOISE, "PNG"), quality=95, max_bytes=30_000)

    assert len(photo.data) <= 30_000
    assert photo.width < 256
    assert tables(photo.data) == tables(encoded(NOISE, quality=95))


def tables(jpeg: bytes) -> dict[int, list[int]]:
    with Image.open(io.BytesIO(jpeg)) as picture:
        assert isinstance(picture, JpegImagePlugin.JpegImageFile)
        return picture.quantization


@settings(max_examples=25, deadline=None)
@given(
    size=st.tuples(st.integers(1, 200), st.integers(1, 200)),
    box=st.none() | st.integers(1, 250),
    max_bytes=st.integers(1_500, 30_000),
    quality=st.none() | st.integers(1, 95),
    kind=st.sampled_from(["JPEG", "PNG"]),
    form=st.sampled_from(["jpeg", "webp"]),
)
def test_no_limit_is_ever_exceeded(
    size: tuple[int, int], box: int | None, max_bytes: int, quality: int | None, kind: str, form: Any
) -> None:
    source = encoded(NOISE.resize(size), kind)

    photo = prepare_photo(source, box=box, max_bytes=max_bytes, quality=quality, format=form)

    assert len(photo.data) <= max_bytes
    assert (photo.width, photo.height) == decoded(photo.data).size
    assert photo.width <= size[0] and photo.height <= size[1]
    assert max(photo.width, photo.height) <= (box or 200)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_bytes": 10}, "max_bytes=10 is too small"),
        ({"max_bytes": 0}, "max_bytes=0 is too small"),
        ({"box": 0}, "box=0 is not a size"),
        ({"quality": 0}, "quality=0 is not between 1 and 95"),
        ({"quality": 96}, "quality=96 is not between 1 and 95"),
        ({"format": "gif"}, "format='gif' is neither"),
    ],
)
def test_a_limit_that_no_photo_can_meet_is_a_mistake_of_the_caller(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        prepare_photo(encoded(four_corners()), **options)


def scan_of(jpeg: bytes) -> bytes:
    return jpeg[jpeg.index(b"\xff\xda") : jpeg.rindex(b"\xff\xd9")]


def test_a_jpeg_that_is_fine_keeps_its_compressed_pixels_bit_for_bit() -> None:
    source = encoded(four_corners(), comment=b"gone")

    photo = prepare_photo(source)

    assert not photo.is_reencoded
    assert scan_of(photo.data) == scan_of(source)
    assert decoded(photo.data).tobytes() == decoded(source).tobytes()
    assert len(photo.data) < len(source)


@pytest.mark.parametrize(
    "options",
    [{"box": 50}, {"max_bytes": 700}, {"quality": 50}, {"format": "webp"}],
    ids=["too large", "too heavy", "too fine", "of another format"],
)
def test_a_jpeg_that_is_not_fine_enough_is_written_anew(options: dict[str, Any]) -> None:
    photo = prepare_photo(encoded(four_corners()), **options)

    assert photo.is_reencoded
    assert shows(decoded(photo.data))


def test_a_jpeg_no_finer_than_the_quality_that_is_asked_for_is_kept() -> None:
    assert not prepare_photo(encoded(four_corners(), quality=70), quality=80).is_reencoded


@pytest.mark.parametrize("options", [{"quality": 90}, {"lossless": True}], ids=["lossy", "lossless"])
def test_a_webp_that_is_fine_is_kept_where_a_webp_is_wanted(options: dict[str, Any]) -> None:
    source = encoded(four_corners(), "WEBP", exif=b"Exif\0\0MM\0*", xmp=b"<gone/>", **options) + b"gone"

    photo = prepare_photo(source, format="webp")

    assert (photo.content_type, photo.is_reencoded) == ("image/webp", False)
    assert decoded(photo.data).tobytes() == decoded(source).tobytes()
    assert b"gone" not in photo.data and b"EXIF" not in photo.data


def test_a_see_through_webp_is_put_on_white_even_where_a_webp_is_wanted() -> None:
    photo = prepare_photo(encoded(Image.new("RGBA", (16, 16), (0, 0, 0, 0)), "WEBP", lossless=True), format="webp")

    assert photo.is_reencoded
    assert is_near(pixel(decoded(photo.data), 8, 8), (255, 255, 255), tolerance=4)


def test_a_photo_tells_what_it_was_made_of() -> None:
    source = camera_photo(6)

    photo = prepare_photo(source, box=48)

    assert photo.original == Original(kind="JPEG", byte_size=len(source), width=96, height=64)
    assert (photo.width, photo.height, photo.is_reencoded) == (48, 32, True)


def test_a_path_an_open_file_and_bytes_give_the_same_photo(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(camera_photo(6))

    with path.open("rb") as file:
        photos = [prepare_photo(path), prepare_photo(str(path)), prepare_photo(file), prepare_photo(path.read_bytes())]
        assert not file.closed

    assert photos == [photos[0]] * 4
    assert photos[0].content_type == "image/jpeg"


@pytest.mark.parametrize("source", [camera_photo(6), encoded(four_corners(), "PNG"), heic(four_corners())])
def test_a_pipe_gives_the_same_photo(source: bytes) -> None:
    reading, writing = os.pipe()

    def pour() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            for start in range(0, len(source), 50):
                pipe.write(source[start : start + 50])

    pouring = threading.Thread(target=pour)
    pouring.start()
    with os.fdopen(reading, "rb") as pipe:
        photo = prepare_photo(pipe)
    pouring.join()

    assert photo == prepare_photo(source)


def test_an_open_file_is_read_from_where_it_stands() -> None:
    file = io.BytesIO(b"a header of mine" + camera_photo(6))
    file.seek(16)

    assert prepare_photo(file) == prepare_photo(camera_photo(6))


def test_a_path_is_not_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.jpg"
    path.write_bytes(encoded(NOISE.resize((1200, 900)), quality=95))
    reads: list[int] = []

    class Watched(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(-1 if size is None else size)
            reads.append(len(data))
            return data

    def opened(self: Path, *args: Any, **options: Any) -> io.FileIO:
        assert self == path
        return Watched(self)

    monkeypatch.setattr(Path, "open", opened)

    prepare_photo(path, box=300)

    assert path.stat().st_size > 300_000
    assert max(reads) <= 70_000


def test_a_problem_names_the_file_and_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"no photo")

    with pytest.raises(
        ImageProblem, match=r"^holiday\.jpg is text, not a photo: send a JPEG, PNG, HEIC, WebP or TIFF\.$"
    ):
        prepare_photo(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (encoded(four_corners(), "WEBP")[:-30], r"is cut short after \d+ of at least \d+ bytes"),
        (heic(four_corners())[:-30], r"is cut short after [\d,]+ of at least [\d,]+ bytes"),
        (encoded(four_corners())[:-30], r"is cut short after \d+ bytes"),
        (encoded(four_corners(), "GIF"), "is a GIF: send a JPEG"),
    ],
)
@prepare_or_store
def test_a_problem_without_a_file_speaks_of_the_photo(made: Made, data: bytes, message: str) -> None:
    with pytest.raises(ImageProblem, match=f"^The photo {message}"):
        made(data)


def test_a_missing_file_stays_a_missing_file(tmp_path: Path) -> None:
    for function in (prepare_photo, store_photo, location_of):
        with pytest.raises(FileNotFoundError):
            function(tmp_path / "nothing.jpg")


def test_a_disk_that_fails_is_not_taken_for_a_damaged_photo() -> None:
    source = encoded(NOISE)

    class Failing(io.BytesIO):
        """It fails when the file has been walked and is being decoded."""

        done = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.done += len(data)
            if self.done > 1.5 * len(source):
                raise OSError(errno.EIO, "Input/output error")
            return data

    with pytest.raises(OSError, match="Input/output error"):
        prepare_photo(Failing(source))


def test_threads_may_prepare_photos_at_once() -> None:
    sources = [camera_photo(orientation) for orientation in HOW_A_CAMERA_STORES] * 3

    with ThreadPoolExecutor(4) as pool:
        sizes = {photo.width for photo in pool.map(prepare_photo, sources)}

    assert sizes == {96}


def test_large_pictures_are_changed_in_strips_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    veiled = NOISE.copy()
    veiled.putalpha(Image.effect_noise((256, 256), 80))
    sources = [encoded(veiled, "PNG"), encoded(NOISE.convert("CMYK"), "JPEG")]
    whole = [prepare_photo(source).data for source in sources]

    monkeypatch.setattr("postcardit_sdk.images.colours._STRIP_PIXELS", 256 * 7)

    assert [prepare_photo(source).data for source in sources] == whole


def test_the_code_of_a_problem_stays_when_it_is_named() -> None:
    problem = ImageProblem(Code.IMAGE_UNREADABLE, "is empty").named("a.jpg")

    assert (problem.code, str(problem)) == (Code.IMAGE_UNREADABLE, "a.jpg is empty.")
