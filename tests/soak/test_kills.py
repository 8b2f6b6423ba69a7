"""Two hundred times kill -9: what was acknowledged is there once, and every feed tells what is there."""

from pathlib import Path

import pytest

from tests.end_to_end.kill_rounds import kill_again_and_again


@pytest.mark.timeout(3600)
def test_two_hundred_kills_of_the_server_lose_and_double_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    told = kill_again_and_again(tmp_path / "data", kills=200, seed=7)

    assert {message: {*ids} for message, ids in told.found.items()} == told.acknowledged
    assert {len(ids) for ids in told.found.values()} == {1}
