"""Tables and buckets for tests of the AWS wing."""

from collections.abc import Iterator

import pytest

from postcardit_backend.aws.tables import Tables
from tests.aws.emulator import Emulator
from tests.aws.photos import Photos


@pytest.fixture
def tables(emulator: Emulator) -> Iterator[Tables]:
    """Two empty tables."""
    with emulator.tables() as tables:
        yield tables


@pytest.fixture
def photos(emulator: Emulator, tables: Tables) -> Iterator[Photos]:
    """An empty bucket, and alice."""
    with emulator.bucket() as bucket, Photos.open(emulator, bucket, tables) as photos:
        yield photos
