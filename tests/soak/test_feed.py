"""A hundred thousand changes that eight processes write: none is missed, none comes twice, all come in order."""

from pathlib import Path

import pytest

from tests.end_to_end.feed_rounds import CHANGES_OF_A_BATCH, listen, read_polls, written_feed

BATCHES = 100_000 // CHANGES_OF_A_BATCH + 1


@pytest.mark.timeout(3600)
def test_a_reader_of_a_hundred_thousand_changes_misses_none(tmp_path: Path) -> None:
    with written_feed(tmp_path / "data", BATCHES) as feed:
        heard = read_polls(feed)

    assert heard.changes >= 100_000
    assert heard.is_all(BATCHES)


@pytest.mark.timeout(3600)
def test_a_listener_to_a_hundred_thousand_changes_whose_connections_are_cut_misses_none(tmp_path: Path) -> None:
    with written_feed(tmp_path / "data", BATCHES) as feed:
        heard, cuts = listen(feed, seed=1, stream_bytes=2_000_000)

    assert heard.changes >= 100_000
    assert heard.is_all(BATCHES)
    assert cuts > 50
