"""Every kind of file that is sent as a photo ends as docs/photos.md says, and nothing but pixels gets out."""

from pathlib import Path

import pytest

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.images import ImageProblem, prepare_photo, store_photo
from tests.photos.corpus import Made, Sample, corpus, table
from tests.photos.pictures import CANARY, decoded, shows
from tests.photos.scanner import strangers_in

PAGE = Path(__file__).resolve().parents[2] / "docs" / "photos.md"
each = pytest.mark.parametrize("sample", corpus(), ids=lambda sample: sample.name)
each_sent = pytest.mark.parametrize(
    "sample", [sample for sample in corpus() if isinstance(sample.sent, Made)], ids=lambda sample: sample.name
)
each_stored = pytest.mark.parametrize(
    "sample", [sample for sample in corpus() if isinstance(sample.stored, Made)], ids=lambda sample: sample.name
)


def assert_shows(data: bytes, expected: Made) -> None:
    picture = decoded(data)
    assert (picture.format, picture.size) == ("JPEG", expected.size)
    assert expected.colours is None or shows(picture, expected.colours)


@each
def test_a_photo_ends_for_the_sender_as_stated(sample: Sample) -> None:
    try:
        photo = prepare_photo(sample.data)
    except ImageProblem as problem:
        assert problem.code == sample.sent
        return

    assert isinstance(sample.sent, Made)
    assert (photo.width, photo.height, photo.is_reencoded) == (*sample.sent.size, sample.sent.is_reencoded)
    assert len(photo.data) <= 500_000
    assert_shows(photo.data, sample.sent)


@each
def test_a_photo_ends_for_the_server_as_stated(sample: Sample) -> None:
    try:
        photo = store_photo(sample.data, announced=sample.content_type)
    except ImageProblem as problem:
        assert problem.code == sample.stored
        return

    assert isinstance(sample.stored, Made)
    assert (photo.width, photo.height) == sample.stored.size
    assert_shows(photo.data, sample.stored)


@each_sent
def test_no_byte_besides_pixels_is_sent(sample: Sample) -> None:
    assert strangers_in(prepare_photo(sample.data).data) == []
    assert strangers_in(prepare_photo(sample.data, format="webp", max_bytes=None).data) == []


@each_stored
def test_no_byte_besides_pixels_is_stored(sample: Sample) -> None:
    photo, avatar = store_photo(sample.data), store_photo(sample.data, square=512)

    assert [strangers_in(data) for data in (photo.data, photo.thumbnail, avatar.data, avatar.thumbnail)] == [[]] * 4


@each_stored
def test_a_photo_of_another_type_than_announced_is_refused(sample: Sample) -> None:
    other = "image/png" if sample.content_type != "image/png" else "image/jpeg"

    with pytest.raises(ImageProblem, match=f"but {other} was announced") as caught:
        store_photo(sample.data, announced=other)

    assert caught.value.code is Code.IMAGE_TYPE_MISMATCH


def test_the_canaries_are_where_the_scanner_must_find_them() -> None:
    planted = [sample for sample in corpus() if CANARY in sample.data]

    assert len(planted) > 15
    assert all(strangers_in(sample.data) for sample in planted if sample.content_type in ("image/jpeg", "image/webp"))


def test_samples_of_one_row_end_alike() -> None:
    endings = {(sample.row, str(sample.sent), str(sample.stored)) for sample in corpus()}

    assert len(endings) == len({row for row, _, _ in endings})


def test_the_page_states_how_each_ends() -> None:
    page = PAGE.read_text("utf-8")

    assert "\n".join(table()) in page, "Write it with: python -m tests.photos.corpus"
