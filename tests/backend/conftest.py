"""Stores for the suite of the ports."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.backend.stores import STORES, Store


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    with STORES[cast("str", request.param)](tmp_path) as store:
        yield store
