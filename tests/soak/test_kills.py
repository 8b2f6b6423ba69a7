"""kill -9, again and again: what was acknowledged is there once, what was queued is sent once, every feed tells all."""

from itertools import count
from pathlib import Path

import pytest

from tests.end_to_end.kill_rounds import kill_again_and_again
from tests.sdk.outbox_rounds import run


@pytest.mark.timeout(3600)
def test_two_hundred_kills_of_the_server_lose_and_double_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    told = kill_again_and_again(tmp_path / "data", kills=200, seed=7)

    assert {message: {*ids} for message, ids in told.found.items()} == told.acknowledged
    assert {len(ids) for ids in told.found.values()} == {1}


@pytest.mark.timeout(3600)
def test_a_thousand_kills_of_a_flushing_client_send_each_postcard_once(tmp_path: Path) -> None:
    deaths = deaths_after_a_card = 0
    for seed in count():
        story = run(250, seed, tmp_path / str(seed))
        deaths, deaths_after_a_card = deaths + story.deaths, deaths_after_a_card + story.deaths_after_a_card
        if deaths >= 1000:
            break

    assert deaths_after_a_card > 100
