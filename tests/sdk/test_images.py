"""Photos are made fit to send and to keep: whatever comes in, plain upright pixels go out."""

import io
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageCms, JpegImagePlugin

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.images import ImageProblem, Photo, StoredPhoto, prepare_photo, store_photo

RED, GREEN, BLUE, WHITE, BLACK = (220, 30, 30), (30, 160, 60), (30, 60, 200), (250, 250, 250), (0, 0, 0)
HOW_A_CAMERA_STORES = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
prepare_or_store = pytest.mark.parametrize("made", [prepare_photo, store_photo], ids=["prepare", "store"])
Made = Callable[[bytes], Photo | StoredPhoto]


def four_corners(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Red, green over blue, white: no turn or mirroring leaves it as it was."""
    width, height = size
    picture = Image.new("RGB", size, RED)
    picture.paste(GREEN, (width // 2, 0, width, height))
    picture.paste(BLUE, (0, height // 2, width, height))
    picture.paste(WHITE, (width // 2, height // 2, width, height))
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def heic(picture: Image.Image) -> bytes:
    import pillow_heif

    stream = io.BytesIO()
    file = pillow_heif.from_pillow(picture)
    file.save(stream, quality=95)  # pyright: ignore[reportUnknownMemberType] - pillow-heif leaves it untyped
    return stream.getvalue()


def png_header_of(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = (
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (header, data)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture


def pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    colour = picture.getpixel((x, y))
    assert isinstance(colour, tuple)
    return colour


def is_near(colour: tuple[int, ...], expected: tuple[int, int, int], tolerance: int = 25) -> bool:
    return all(abs(ours - theirs) <= tolerance for ours, theirs in zip(colour, expected, strict=True))


def corners(picture: Image.Image) -> list[tuple[int, ...]]:
    width, height = picture.size
    return [pixel(picture, x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]


def segments(jpeg: bytes) -> list[int]:
    """The markers of a JPEG up to its first scan."""
    markers: list[int] = []
    place = 2
    while jpeg[place + 1] != 0xDA:
        markers.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return markers


def camera_photo(orientation: int = 1) -> bytes:
    """What a phone stores: pixels as the sensor lies, a place, an XMP packet, a comment, IPTC, and something behind."""
    turn = HOW_A_CAMERA_STORES[orientation]
    picture = four_corners() if turn is None else four_corners().transpose(turn)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "SECRET camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 26.0, 27.0)})
    photo = encoded(picture, exif=exif, xmp=b"<x>SECRET</x>", comment=b"SECRET", quality=95)
    iptc = b"\xff\xed" + struct.pack(">H", 2 + 14 + 6) + b"Photoshop 3.0\0" + b"SECRET"
    return photo[:2] + iptc + photo[2:] + b"SECRET trailing bytes"


@pytest.mark.parametrize("orientation", HOW_A_CAMERA_STORES)
@prepare_or_store
def test_a_photo_comes_out_upright_however_the_camera_was_held(made: Made, orientation: int) -> None:
    photo = made(camera_photo(orientation))

    assert (photo.width, photo.height) == (96, 64)
    assert all(map(is_near, corners(decoded(photo.data)), (RED, GREEN, BLUE, WHITE)))


@prepare_or_store
def test_nothing_but_pixels_gets_out(made: Made) -> None:
    photo = made(camera_photo(6))

    pictures = [photo.data, photo.thumbnail] if isinstance(photo, StoredPhoto) else [photo.data]
    for picture in pictures:
        assert b"SECRET" not in picture and b"Exif" not in picture and b"GPS" not in picture
        assert set(segments(picture)) <= {0xE0, 0xDB, 0xC2, 0xC4}
        assert picture.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "data",
    [encoded(four_corners(), "PNG"), encoded(four_corners(), "WEBP", quality=95), heic(four_corners())],
    ids=["PNG", "WebP", "HEIC"],
)
@prepare_or_store
def test_png_webp_and_heic_become_jpeg(made: Made, data: bytes) -> None:
    photo = made(data)

    assert photo.data.startswith(b"\xff\xd8\xff")
    assert all(map(is_near, corners(decoded(photo.data)), (RED, GREEN, BLUE, WHITE)))


def test_a_turned_tiff_may_be_sent() -> None:
    turned = four_corners().transpose(Image.Transpose.ROTATE_90)

    photo = prepare_photo(encoded(turned, "TIFF", tiffinfo={0x0112: 6}))

    assert all(map(is_near, corners(decoded(photo.data)), (RED, GREEN, BLUE, WHITE)))


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "BMP"])
def test_the_server_keeps_no_other_type(kind: str) -> None:
    with pytest.raises(ImageProblem) as caught:
        store_photo(encoded(four_corners(), kind))

    assert caught.value.code is Code.IMAGE_TYPE_UNSUPPORTED


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("CMYK", (16, 16), (0, 255, 255, 0)), (255, 0, 0)),
        (Image.new("L", (16, 16), 90), (90, 90, 90)),
    ],
    ids=["CMYK", "grey"],
)
@prepare_or_store
def test_a_jpeg_of_other_colours_becomes_rgb(made: Made, picture: Image.Image, expected: tuple[int, int, int]) -> None:
    photo = made(encoded(picture, quality=95))

    assert is_near(pixel(decoded(photo.data), 8, 8), expected)


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("I;16", (16, 16), 0x8080), (128, 128, 128)),
        (Image.new("RGBA", (16, 16), (0, 0, 0, 0)), (255, 255, 255)),
        (Image.new("RGBA", (16, 16), (255, 0, 0, 128)), (255, 127, 127)),
        (Image.new("LA", (16, 16), (0, 0)), (255, 255, 255)),
        (Image.new("RGB", (16, 16), RED).quantize(4), RED),
        (Image.new("1", (16, 16), 1), (255, 255, 255)),
    ],
    ids=["16 bits", "transparent", "half transparent", "transparent grey", "palette", "black and white"],
)
@prepare_or_store
def test_a_png_of_any_mode_becomes_rgb_on_white(
    made: Made, picture: Image.Image, expected: tuple[int, int, int]
) -> None:
    photo = made(encoded(picture, "PNG"))

    assert is_near(pixel(decoded(photo.data), 8, 8), expected, tolerance=4)


def test_a_transparent_colour_of_a_palette_becomes_white_without_a_warning() -> None:
    picture = Image.new("RGB", (16, 16), RED).quantize(4)

    photo = prepare_photo(encoded(picture, "PNG", transparency=bytes(4)))

    assert is_near(pixel(decoded(photo.data), 8, 8), (255, 255, 255), tolerance=4)


@prepare_or_store
def test_colours_of_another_profile_are_moved_to_srgb(made: Made) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - a type of C
    red_is_green = srgb.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    red_is_green = red_is_green.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")

    photo = made(encoded(Image.new("RGB", (16, 16), (255, 0, 0)), icc_profile=red_is_green, quality=95))

    assert is_near(pixel(decoded(photo.data), 8, 8), (0, 255, 0))


@prepare_or_store
def test_a_damaged_colour_profile_is_left_out(made: Made) -> None:
    photo = made(encoded(four_corners(), icc_profile=b"not a profile", quality=95))

    assert all(map(is_near, corners(decoded(photo.data)), (RED, GREEN, BLUE, WHITE)))


@prepare_or_store
def test_of_an_animation_the_first_frame_is_taken(made: Made) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, BLUE)]

    photo = made(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], quality=95))

    assert is_near(pixel(decoded(photo.data), 8, 8), RED)


@pytest.mark.parametrize(("size", "expected"), [((400, 300), (100, 75)), ((302, 400), (76, 100)), ((90, 30), (90, 30))])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_shrunk_into_the_box_and_never_enlarged(
    kind: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    photo = prepare_photo(encoded(four_corners(size), kind), box=100)

    assert (photo.width, photo.height) == decoded(photo.data).size == expected


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
    noise = Image.effect_noise((256, 256), 80)

    fine, coarse = (prepare_photo(encoded(noise, "PNG"), max_bytes=limit) for limit in (60_000, 30_000))

    assert len(coarse.data) <= 30_000 < len(fine.data) <= 60_000
    assert (coarse.width, coarse.height) == (256, 256)


def test_size_gives_way_when_quality_is_not_enough() -> None:
    photo = prepare_photo(encoded(Image.effect_noise((256, 256), 80), "PNG"), max_bytes=4_000)

    assert len(photo.data) <= 4_000
    assert 16 < photo.width == photo.height < 256


def test_a_limit_that_no_photo_can_meet_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="max_bytes=10 is too small"):
        prepare_photo(encoded(four_corners()), max_bytes=10)


@prepare_or_store
def test_a_small_file_of_144_megapixels_is_refused_by_its_header(made: Made) -> None:
    with pytest.raises(ImageProblem, match="12000 x 12000") as caught:
        made(png_header_of(12_000, 12_000))

    assert caught.value.code is Code.IMAGE_TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.IMAGE_UNREADABLE),
        (b"\xff\xd8\xff", Code.IMAGE_UNREADABLE),
        (encoded(four_corners())[:-200], Code.IMAGE_UNREADABLE),
        (encoded(four_corners(), "PNG")[:-60], Code.IMAGE_UNREADABLE),
        (heic(four_corners())[:-100], Code.IMAGE_UNREADABLE),
        (encoded(four_corners(), "WEBP")[:-60], Code.IMAGE_UNREADABLE),
        (png_header_of(64, 64), Code.IMAGE_UNREADABLE),
        (b"Dear Bob, this is a letter.", Code.IMAGE_TYPE_UNSUPPORTED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Code.IMAGE_TYPE_UNSUPPORTED),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1avif", Code.IMAGE_TYPE_UNSUPPORTED),
    ],
    ids=["empty", "three bytes", "cut JPEG", "cut PNG", "cut HEIC", "cut WebP", "little data", "text", "SVG", "AVIF"],
)
@prepare_or_store
def test_a_damaged_or_false_photo_is_refused_with_the_reason(made: Made, data: bytes, code: Code) -> None:
    with pytest.raises(ImageProblem) as caught:
        made(data)

    assert caught.value.code is code
    assert str(caught.value).startswith(code.sentence)


@prepare_or_store
def test_a_damaged_exif_block_does_not_matter(made: Made) -> None:
    broken = b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01"

    photo = made(encoded(four_corners(), exif=broken, quality=95))

    assert all(map(is_near, corners(decoded(photo.data)), (RED, GREEN, BLUE, WHITE)))


def test_a_path_an_open_file_and_bytes_give_the_same_photo(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(camera_photo(6))

    with path.open("rb") as file:
        photos = [prepare_photo(path), prepare_photo(str(path)), prepare_photo(file), prepare_photo(path.read_bytes())]

    assert photos == [photos[0]] * 4
    assert photos[0].content_type == "image/jpeg"


def test_a_problem_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"no photo")

    with pytest.raises(ImageProblem, match=r"^holiday\.jpg: Photos are JPEG, PNG, HEIC or WebP\.$"):
        prepare_photo(path)


def test_a_missing_file_stays_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        prepare_photo(tmp_path / "nothing.jpg")


def test_threads_may_prepare_photos_at_once() -> None:
    sources = [camera_photo(orientation) for orientation in HOW_A_CAMERA_STORES] * 3

    with ThreadPoolExecutor(4) as pool:
        sizes = {photo.width for photo in pool.map(prepare_photo, sources)}

    assert sizes == {96}


def test_a_stored_photo_keeps_its_pixels_and_has_a_thumbnail() -> None:
    stored = store_photo(encoded(four_corners((960, 640))))

    assert (stored.width, stored.height) == decoded(stored.data).size == (960, 640)
    assert decoded(stored.thumbnail).size == (480, 320)


def test_a_stored_photo_may_be_kept_inside_a_box() -> None:
    stored = store_photo(encoded(four_corners((960, 640))), box=240)

    assert (stored.width, stored.height) == decoded(stored.data).size == decoded(stored.thumbnail).size == (240, 160)


@pytest.mark.parametrize(("announced", "kind"), [("image/png", "JPEG"), ("image/jpeg", "PNG"), ("image/heic", "WEBP")])
def test_a_photo_of_another_type_than_announced_is_refused(announced: str, kind: str) -> None:
    with pytest.raises(ImageProblem, match=f"{announced} was announced") as caught:
        store_photo(encoded(four_corners(), kind), announced=announced)

    assert caught.value.code is Code.IMAGE_TYPE_MISMATCH


@pytest.mark.parametrize("announced", ["image/heic", "image/heif"])
def test_heic_and_heif_are_one_type(announced: str) -> None:
    assert store_photo(heic(four_corners()), announced=announced).width == 96


@pytest.mark.parametrize(("size", "side"), [((900, 600), 512), ((600, 900), 512), ((300, 200), 200)])
def test_an_avatar_is_the_square_in_the_middle_and_never_enlarged(size: tuple[int, int], side: int) -> None:
    picture = four_corners(size)
    picture.paste(BLACK, (0, 0, max(1, (size[0] - size[1]) // 2), max(1, (size[1] - size[0]) // 2)))

    stored = store_photo(encoded(picture, "PNG"), square=512)

    assert (stored.width, stored.height) == decoded(stored.data).size == (side, side)
    assert all(map(is_near, corners(decoded(stored.data)), (RED, GREEN, BLUE, WHITE)))
    assert is_near(pixel(decoded(stored.data), 3, 3), RED)
