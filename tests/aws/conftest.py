"""Tables and buckets for tests of the AWS wing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postcardit_backend.aws.tables import Tables
from tests.aws.emulator import Emulator
from tests.aws.photos import Photos
from tests.aws.pools import HostedWorld, Pool, new_pool, open_hosted


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


@pytest.fixture
def pool(emulator: Emulator) -> Iterator[Pool]:
    """An empty user pool."""
    with new_pool(emulator) as pool:
        yield pool


@pytest.fixture
def hosted(pool: Pool, tables: Tables, tmp_path: Path) -> Iterator[HostedWorld]:
    """A backend whose accounts a user pool keeps; nobody has one."""
    with open_hosted(tmp_path / "data", pool, tables) as world:
        yield world
