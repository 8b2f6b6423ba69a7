"""Photos over a road that breaks, in a short form; tests/soak cuts for longer."""

import itertools
from pathlib import Path

import pytest

from postcardit_sdk.resources.upload_bytes import CHUNK_BYTES
from tests.end_to_end.cut_rounds import Carried, Colour, carry_down, carry_up

colours = pytest.mark.parametrize("colour", ["blocking", "awaited"])


def assert_whole(carried: Carried, cuts: int) -> None:
    """All cuts were made, the bytes are right, and progress never fell and ended at the end, once."""
    done = [progress.done_bytes for progress in carried.heard]
    assert carried.cuts == cuts
    assert carried.is_right
    assert all(before < after for before, after in itertools.pairwise(done))
    assert done.count(carried.size) == 1
    assert done[-1] == carried.size


@colours
def test_an_upload_that_is_cut_again_and_again_sends_one_part_anew_at_most(colour: Colour, tmp_path: Path) -> None:
    carried = carry_up(tmp_path / "data", colour, cuts=12, size=1_500_000, seed=1)

    assert_whole(carried, cuts=12)
    assert carried.passed_again <= 12 * CHUNK_BYTES


@colours
def test_a_download_that_is_cut_again_and_again_fetches_nothing_twice(colour: Colour, tmp_path: Path) -> None:
    carried = carry_down(tmp_path / "data", colour, cuts=12, side=500, seed=1)

    assert_whole(carried, cuts=12)
    assert carried.passed_again <= 0
