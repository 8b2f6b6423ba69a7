"""Photos over a road that is cut a hundred times at random bytes: whole, and with next to nothing sent twice."""

from pathlib import Path

import pytest

from postcardit_sdk.resources.upload_bytes import CHUNK_BYTES
from tests.end_to_end.cut_rounds import Colour, carry_down, carry_up
from tests.end_to_end.test_cuts import assert_whole

rounds = pytest.mark.parametrize(("colour", "seed"), [("blocking", 1), ("awaited", 2), ("blocking", 3), ("awaited", 4)])


@rounds
@pytest.mark.timeout(600)
def test_an_upload_survives_a_hundred_cuts(colour: Colour, seed: int, tmp_path: Path) -> None:
    carried = carry_up(tmp_path / "data", colour, cuts=100, size=8_000_000, seed=seed)

    assert_whole(carried, cuts=100)
    assert carried.passed_again <= 100 * CHUNK_BYTES


@rounds
@pytest.mark.timeout(600)
def test_a_download_survives_a_hundred_cuts(colour: Colour, seed: int, tmp_path: Path) -> None:
    carried = carry_down(tmp_path / "data", colour, cuts=100, side=1500, seed=seed)

    assert_whole(carried, cuts=100)
    assert carried.passed_again <= 0
