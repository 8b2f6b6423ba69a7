"""Tables for tests of the AWS wing."""

from collections.abc import Iterator

import pytest

from postcardit_backend.aws.tables import Tables
from tests.aws.emulator import Emulator


@pytest.fixture
def tables(emulator: Emulator) -> Iterator[Tables]:
    """Two empty tables."""
    with emulator.tables() as tables:
        yield tables
